import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { toBudgetColumns, toStoredBudget } from './budget-row.js';
import { countLinks, isLinked } from './count-links.js';
import { findBudgetHolders } from './find-budget-holder.js';
import { noteBudget } from './note-budget.js';
import { openLinkedWindows } from './open-linked-windows.js';
import type { BudgetProblem, BudgetSettings, OwnBudgetHolder, StoredBudget } from './stored-budget.js';
import { windowColumns } from './window-columns.js';

/** Budgets by id: templates of limits that others are linked to. */
export class BudgetRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  /** Refused with an id under which a holder's own limits are shown: `/budget/update` could not tell them apart. */
  async create(id: string, settings: BudgetSettings, author: Author): Promise<Outcome<StoredBudget, BudgetProblem>> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      if ((await change.tx.budget.findUnique({ where: { id }, select: { id: true } })) !== null)
        return fail({ kind: 'id_taken' });
      const holders = await findBudgetHolders(change.tx, id);
      if (holders.length > 0) return fail({ kind: 'id_of_holders', holders });
      const row = await change.tx.budget.create({
        data: {
          ...toBudgetColumns(settings),
          ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
          id,
          createdAt: now,
          createdBy: author.name,
          updatedAt: now,
          updatedBy: author.name,
        },
      });
      noteBudget(change, 'created', null, row);
      return succeed(toStoredBudget(row, now.getTime()));
    });
  }

  /** Those that are there, in the order asked for. */
  async findMany(ids: readonly string[]): Promise<readonly StoredBudget[]> {
    const rows = await this.database.prisma.budget.findMany({ where: { id: { in: [...ids] } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return [...new Set(ids)].flatMap((id) => {
      const row = byId.get(id);
      return row === undefined ? [] : [toStoredBudget(row, this.clock.now())];
    });
  }

  /** All who have limits of their own that are shown as a budget with this id. */
  findHolders(id: string): Promise<readonly OwnBudgetHolder[]> {
    return findBudgetHolders(this.database.prisma, id);
  }

  /** One page, newest first, and how many there are in all. */
  async list({
    page,
    size,
  }: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly budgets: readonly StoredBudget[]; readonly total: number }> {
    const rows = await this.database.prisma.budget.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * size,
      take: size,
    });
    const budgets = rows.map((row) => toStoredBudget(row, this.clock.now()));
    return { budgets, total: await this.database.prisma.budget.count() };
  }

  /** undefined: no budget with that id. What is changed holds at once for all who are linked. */
  async update(id: string, settings: BudgetSettings, author: Author): Promise<StoredBudget | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const before = await change.tx.budget.findUnique({ where: { id } });
      if (before === null) return undefined;
      const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
      const data = { ...toBudgetColumns(settings), ...window, updatedAt: now, updatedBy: author.name };
      const after = await change.tx.budget.update({ where: { id }, data });
      await openLinkedWindows(change.tx, { before, after }, now.getTime());
      noteBudget(change, 'updated', before, after);
      return toStoredBudget(after, now.getTime());
    });
  }

  /** The budget as it was; undefined: none with that id. Refused while anybody is linked: they would spend without limits. */
  async delete(id: string, author: Author): Promise<Outcome<StoredBudget | undefined, BudgetProblem>> {
    return this.controlPlane.change(
      author,
      async (change): Promise<Outcome<StoredBudget | undefined, BudgetProblem>> => {
        const row = await change.tx.budget.findUnique({ where: { id } });
        if (row === null) return succeed(undefined);
        const links = await countLinks(change.tx, id);
        if (isLinked(links)) return fail({ kind: 'linked', links });
        await change.tx.budget.delete({ where: { id } });
        noteBudget(change, 'deleted', row, null);
        return succeed(toStoredBudget(row, this.clock.now()));
      },
    );
  }
}
