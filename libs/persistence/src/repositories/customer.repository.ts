import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { carryBalances, openWindowOfAll } from './carry-balance.js';
import {
  CUSTOMER_INCLUDE,
  type CustomerRow,
  toAuditedCustomer,
  toCustomerColumns,
  toStoredCustomer,
} from './customer-row.js';
import { openModelShares } from './open-model-shares.js';
import { isBudgetKnown } from './is-budget-known.js';
import { countNames, idOfAll, idsOfNames, OF_ALL, withSpend } from './label-rows.js';
import type { CustomerProblem, CustomerSettings, StoredCustomer } from './stored-customer.js';
import { windowColumns } from './window-columns.js';

const idOfCustomer = (name: string): string => idOfAll('customer', name);

/**
 * Customers as an administrator of all tenants names them. What is set holds for all tenants; each tenant's own customer of the name
 * appears with its first call, and is counted by itself beside it.
 */
export class CustomerRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async create(
    name: string,
    settings: CustomerSettings,
    author: Author,
  ): Promise<Outcome<StoredCustomer, CustomerProblem>> {
    const made = await this.controlPlane.change(
      author,
      async (change): Promise<Outcome<CustomerRow, CustomerProblem>> => {
        const taken = await change.tx.customer.findUnique({ where: { id: idOfCustomer(name) }, select: { id: true } });
        return taken === null ? this.write(change, name, settings, author, 'created') : fail({ kind: 'name_taken' });
      },
    );
    return made.ok ? succeed(await this.stored(made.value)) : made;
  }

  /** undefined: nobody of that name is known. A customer that tenants alone know becomes one of all. */
  async update(
    name: string,
    settings: CustomerSettings,
    author: Author,
  ): Promise<Outcome<StoredCustomer, CustomerProblem> | undefined> {
    const written = await this.controlPlane.change(author, async (change) => {
      const known = await change.tx.customer.findFirst({ where: { name }, select: { id: true } });
      return known === null ? undefined : this.write(change, name, settings, author, 'updated');
    });
    return written?.ok === true ? succeed(await this.stored(written.value)) : written;
  }

  /** Blocks customers, known or not, or serves them again; those that nobody knows are left out of what is served again. */
  async setBlocked(names: readonly string[], blocked: boolean, author: Author): Promise<readonly StoredCustomer[]> {
    const rows = await this.controlPlane.change(author, async (change) => {
      const written: CustomerRow[] = [];
      for (const name of new Set(names)) {
        if (!blocked && (await change.tx.customer.findFirst({ where: { name }, select: { id: true } })) === null)
          continue;
        const row = await this.write(change, name, { blocked }, author, blocked ? 'blocked' : 'unblocked');
        if (row.ok) written.push(row.value);
      }
      return written;
    });
    return this.byName(
      rows,
      rows.map(({ name }) => name),
    );
  }

  /**
   * Deletes what was set for customers of these names, and the names themselves: all of them, or none where one is not known. Resolves
   * to those that are not. What was spent stays in the ledger, and a customer that comes back goes on from it.
   */
  async delete(names: readonly string[], author: Author): Promise<readonly string[]> {
    return this.controlPlane.change(author, async (change) => {
      const rows = await change.tx.customer.findMany({
        where: { name: { in: [...names] } },
        include: CUSTOMER_INCLUDE,
      });
      const missing = names.filter((name) => !rows.some((row) => row.name === name));
      if (missing.length > 0) return missing;
      for (const row of rows) note(change, 'deleted', row, null);
      await change.tx.customer.deleteMany({ where: { name: { in: [...names] } } });
      return [];
    });
  }

  async find(name: string): Promise<StoredCustomer | undefined> {
    return (await this.findMany([name]))[0];
  }

  /** One page, by name, and how many names there are in all. */
  async list({
    page,
    size,
  }: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly customers: readonly StoredCustomer[]; readonly total: number }> {
    const { prisma } = this.database;
    const groups = await prisma.customer.groupBy({
      by: ['name'],
      orderBy: { name: 'asc' },
      skip: (page - 1) * size,
      take: size,
    });
    const names = groups.map(({ name }) => name);
    return { customers: await this.findMany(names), total: await countNames(this.database, 'customer') };
  }

  private async findMany(names: readonly string[]): Promise<readonly StoredCustomer[]> {
    const ids = await idsOfNames(this.database, 'customer', names);
    const rows = await this.database.prisma.customer.findMany({
      where: { id: { in: ids } },
      include: CUSTOMER_INCLUDE,
    });
    return this.byName(rows, names);
  }

  /** The row of all tenants as it is after the change, made where there was none. */
  private async write(
    change: AdminChange,
    name: string,
    settings: CustomerSettings,
    author: Author,
    action: AuditNote['action'],
  ): Promise<Outcome<CustomerRow, CustomerProblem>> {
    const { tx } = change;
    if (!(await isBudgetKnown(tx, settings.budgetId))) return fail({ kind: 'unknown_budget' });
    const id = idOfCustomer(name);
    const now = new Date(this.clock.now());
    const before = await tx.customer.findUnique({ where: { id }, include: CUSTOMER_INCLUDE });
    const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
    const changed = { ...toCustomerColumns(settings), ...window, updatedAt: now, updatedBy: author.name };
    const created = { ...changed, id, ...OF_ALL, name, createdAt: now, createdBy: author.name };
    const after = await tx.customer.upsert({
      where: { id },
      create: created,
      update: changed,
      include: CUSTOMER_INCLUDE,
    });
    const label = { scope: 'customer', id, name } as const;
    if (before === null) await carryBalances(tx, label, after, author, now.getTime());
    else await openWindowOfAll(tx, label, { before, after }, now.getTime());
    await openModelShares(tx, 'customer', { id, ...(before !== null && { before }), after }, now.getTime());
    note(change, action, before, after);
    return succeed(after);
  }

  private async stored(row: CustomerRow): Promise<StoredCustomer> {
    const [customer] = await this.byName([row], [row.name]);
    if (customer === undefined) throw new Error('a customer was written and is not there');
    return customer;
  }

  private async byName(rows: readonly CustomerRow[], names: readonly string[]): Promise<readonly StoredCustomer[]> {
    const now = this.clock.now();
    const shown = await withSpend(this.database, 'customer', { rows, names }, now);
    return shown.map(({ row, spentNano }) => toStoredCustomer(row, spentNano, now));
  }
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  before: CustomerRow | null,
  after: CustomerRow | null,
): void {
  const row = after ?? before;
  if (row === null) throw new Error('a change of no customer');
  change.touch('customer', row.id);
  change.note({
    action,
    resource: 'customer',
    objectId: row.name,
    before: before === null ? null : toAuditedCustomer(before),
    after: after === null ? null : toAuditedCustomer(after),
  });
}
