import { type Clock, fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { carryBalances, openWindowOfAll } from './carry-balance.js';
import { Prisma } from '../generated/prisma/client.js';
import { openModelShares } from './open-model-shares.js';
import { isBudgetKnown } from './is-budget-known.js';
import { countNames, idOfAll, idsOfNames, OF_ALL, withSpend } from './label-rows.js';
import type { StoredTag, TagProblem, TagSettings } from './stored-tag.js';
import { TAG_INCLUDE, type TagRow, toAuditedTag, toStoredTag, toTagColumns } from './tag-row.js';
import { windowColumns } from './window-columns.js';

export interface TagPage {
  readonly page: number;
  readonly size: number;
  /** Of tags that nobody made: only those that calls named on these days (instants of midnights, UTC; the second exclusive). */
  readonly usedBetween?: readonly [Instant, Instant] | undefined;
}

/**
 * Tags as an administrator of all tenants names them. What is set holds for all tenants; each tenant's own tag of the name appears
 * with its first call, and is counted by itself beside it.
 */
export class TagRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async create(name: string, settings: TagSettings, author: Author): Promise<Outcome<StoredTag, TagProblem>> {
    const made = await this.controlPlane.change(author, async (change): Promise<Outcome<TagRow, TagProblem>> => {
      const taken = await change.tx.tag.findUnique({ where: { id: idOfAll('tag', name) }, select: { id: true } });
      return taken === null ? this.write(change, name, settings, author) : fail({ kind: 'name_taken' });
    });
    return made.ok ? succeed(await this.stored(made.value)) : made;
  }

  /** undefined: nobody has named it. A tag that tenants alone know becomes one of all. */
  async update(
    name: string,
    settings: TagSettings,
    author: Author,
  ): Promise<Outcome<StoredTag, TagProblem> | undefined> {
    const written = await this.controlPlane.change(author, async (change) => {
      const known = await change.tx.tag.findFirst({ where: { name }, select: { id: true } });
      return known === null ? undefined : this.write(change, name, settings, author);
    });
    return written?.ok === true ? succeed(await this.stored(written.value)) : written;
  }

  /**
   * Deletes what was set for a tag; false: nothing was. What was spent stays in the ledger under the name, and a tag that is made
   * again goes on from it.
   */
  delete(name: string, author: Author): Promise<boolean> {
    return this.controlPlane.change(author, async (change) => {
      const where = { id: idOfAll('tag', name) };
      const row = await change.tx.tag.findUnique({ where, include: TAG_INCLUDE });
      if (row === null) return false;
      note(change, 'deleted', row, null);
      await change.tx.tag.delete({ where });
      return true;
    });
  }

  /** Those that are known, in the order asked for. */
  async findMany(names: readonly string[]): Promise<readonly StoredTag[]> {
    const ids = await idsOfNames(this.database, 'tag', names);
    const rows = await this.database.prisma.tag.findMany({ where: { id: { in: ids } }, include: TAG_INCLUDE });
    return this.byName(rows, [...new Set(names)]);
  }

  /** One page, by name, and how many names there are in all. */
  async list({
    page,
    size,
    usedBetween,
  }: TagPage): Promise<{ readonly tags: readonly StoredTag[]; readonly total: number }> {
    const used = usedBetween === undefined ? Prisma.empty : usedOn(usedBetween);
    const found = await this.database.prisma.$queryRaw<{ name: string }[]>`
      SELECT t.name FROM tollgate.tag AS t ${used} GROUP BY t.name ORDER BY t.name LIMIT ${size} OFFSET ${(page - 1) * size}`;
    const tags = await this.findMany(found.map(({ name }) => name));
    return { tags, total: await countNames(this.database, 'tag', used) };
  }

  /** The row of all tenants as it is after the change, made where there was none. */
  private async write(
    change: AdminChange,
    name: string,
    settings: TagSettings,
    author: Author,
  ): Promise<Outcome<TagRow, TagProblem>> {
    const { tx } = change;
    if (!(await isBudgetKnown(tx, settings.budgetId))) return fail({ kind: 'unknown_budget' });
    const id = idOfAll('tag', name);
    const now = new Date(this.clock.now());
    const before = await tx.tag.findUnique({ where: { id }, include: TAG_INCLUDE });
    const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
    const update = { ...toTagColumns(settings), ...window, updatedAt: now, updatedBy: author.name };
    const create = { ...update, id, ...OF_ALL, name, createdAt: now, createdBy: author.name };
    const after = await tx.tag.upsert({ where: { id }, create, update, include: TAG_INCLUDE });
    const label = { scope: 'tag', id, name } as const;
    if (before === null) await carryBalances(tx, label, after, author, now.getTime());
    else await openWindowOfAll(tx, label, { before, after }, now.getTime());
    await openModelShares(tx, 'tag', { id, ...(before !== null && { before }), after }, now.getTime());
    note(change, before === null ? 'created' : 'updated', before, after);
    return succeed(after);
  }

  private async stored(row: TagRow): Promise<StoredTag> {
    const [tag] = await this.byName([row], [row.name]);
    if (tag === undefined) throw new Error('a tag was written and is not there');
    return tag;
  }

  private async byName(rows: readonly TagRow[], names: readonly string[]): Promise<readonly StoredTag[]> {
    const now = this.clock.now();
    const shown = await withSpend(this.database, 'tag', { rows, names }, now);
    return shown.map(({ row, spentNano }) => toStoredTag(row, spentNano, now));
  }
}

function usedOn([from, to]: readonly [Instant, Instant]): Prisma.Sql {
  return Prisma.sql`WHERE t.tenant_id = '' OR EXISTS (SELECT FROM tollgate.spend_daily_label AS l
    WHERE l.scope = 'tag' AND l.scope_id = t.id AND l.day >= ${new Date(from)}::date AND l.day < ${new Date(to)}::date)`;
}

function note(change: AdminChange, action: AuditNote['action'], before: TagRow | null, after: TagRow | null): void {
  const row = after ?? before;
  if (row === null) throw new Error('a change of no tag');
  change.touch('tag', row.id);
  change.note({
    action,
    resource: 'tag',
    objectId: row.name,
    before: before === null ? null : toAuditedTag(before),
    after: after === null ? null : toAuditedTag(after),
  });
}
