import { type Clock, fail, type IdSource, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { AccessGroup, Prisma } from '../generated/prisma/client.js';
import { findUnknownTeam, holdersOf, resolveKeys, setHolders } from './access-group-holders.js';
import { auditedColumns } from './audited-columns.js';
import { readAccessGroups } from './read-access-groups.js';
import type { AccessGroupProblem, AccessGroupSettings, StoredAccessGroup } from './stored-access-group.js';

type Written = Outcome<AccessGroup, AccessGroupProblem>;
/** By its id, or by its name. */
type AccessGroupRef = { readonly id: string } | { readonly name: string };

/** Access groups that the store keeps; those that models alone name stand in the snapshot. The operator's. */
export class AccessGroupRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(
    name: string,
    settings: AccessGroupSettings,
    author: Author,
  ): Promise<Outcome<StoredAccessGroup, AccessGroupProblem>> {
    const made = await this.controlPlane.change(author, (change) => this.insert(change, name, settings, author));
    return this.stored(made);
  }

  /** undefined: there is none. */
  async update(
    ref: AccessGroupRef,
    settings: AccessGroupSettings,
    author: Author,
  ): Promise<Outcome<StoredAccessGroup, AccessGroupProblem> | undefined> {
    const written = await this.controlPlane.change(author, async (change) => {
      const before = await change.tx.accessGroup.findUnique({ where: ref });
      return before === null ? undefined : this.write(change, before, settings, author);
    });
    return written && this.stored(written);
  }

  /** Says what is in the group of a name, whether or not the store has one. */
  async put(name: string, models: readonly string[], author: Author): Promise<void> {
    await this.controlPlane.change(author, async (change) => {
      const before = await change.tx.accessGroup.findUnique({ where: { name } });
      return before === null
        ? this.insert(change, name, { models }, author)
        : this.write(change, before, { models }, author);
    });
  }

  /** Takes it from whoever has it by its id, too. False: there is none. */
  delete(ref: AccessGroupRef, author: Author): Promise<boolean> {
    return this.controlPlane.change(author, async (change) => {
      const row = await change.tx.accessGroup.findUnique({ where: ref });
      if (row === null) return false;
      const before = await toAudited(change.tx, row);
      await setHolders(change, 'team', row.id, []);
      await setHolders(change, 'key', row.id, []);
      await change.tx.accessGroup.delete({ where: { id: row.id } });
      note(change, 'deleted', row, before, null);
      return true;
    });
  }

  async find(id: string): Promise<StoredAccessGroup | undefined> {
    const row = await this.database.prisma.accessGroup.findUnique({ where: { id } });
    return row === null ? undefined : (await readAccessGroups(this.database, [row]))[0];
  }

  /** One page, newest first, and how many there are in all. */
  async list({
    page,
    size,
  }: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly groups: readonly StoredAccessGroup[]; readonly total: number }> {
    const orderBy = [{ createdAt: 'desc' }, { id: 'asc' }] as const;
    const rows = await this.database.prisma.accessGroup.findMany({
      orderBy: [...orderBy],
      skip: (page - 1) * size,
      take: size,
    });
    const groups = await readAccessGroups(this.database, rows);
    return { groups, total: await this.database.prisma.accessGroup.count() };
  }

  private async insert(
    change: AdminChange,
    name: string,
    settings: AccessGroupSettings,
    author: Author,
  ): Promise<Written> {
    const { tx } = change;
    const problem = await this.findProblem(tx, { ...settings, name });
    if (problem !== undefined) return fail(problem);
    const at = new Date(this.clock.now());
    const authorship = { createdAt: at, createdBy: author.name, updatedAt: at, updatedBy: author.name };
    const data = { ...toColumns(settings), id: this.ids.newId(), name, ...authorship };
    const row = await tx.accessGroup.create({ data });
    await this.assign(change, row, settings);
    note(change, 'created', row, null, await toAudited(tx, row));
    return succeed(row);
  }

  private async write(
    change: AdminChange,
    row: AccessGroup,
    settings: AccessGroupSettings,
    author: Author,
  ): Promise<Written> {
    const { tx } = change;
    const problem = await this.findProblem(tx, settings, row);
    if (problem !== undefined) return fail(problem);
    const before = await toAudited(tx, row);
    const authorship = { updatedAt: new Date(this.clock.now()), updatedBy: author.name };
    const data = { ...toColumns(settings), ...authorship };
    const after = await tx.accessGroup.update({ where: { id: row.id }, data });
    await this.assign(change, after, settings);
    note(change, 'updated', after, before, await toAudited(tx, after));
    return succeed(after);
  }

  private async findProblem(
    tx: Prisma.TransactionClient,
    { name, teamIds = [], keyRefs = [] }: AccessGroupSettings,
    own?: AccessGroup,
  ): Promise<AccessGroupProblem | undefined> {
    const taken = name === undefined ? null : await tx.accessGroup.findUnique({ where: { name } });
    if (taken !== null && taken.id !== own?.id) return { kind: 'name_taken' };
    const team = await findUnknownTeam(tx, teamIds);
    if (team !== undefined) return { kind: 'unknown_team', id: team };
    const { unknown } = await resolveKeys(tx, keyRefs);
    return unknown === undefined ? undefined : { kind: 'unknown_key', ref: unknown };
  }

  private async assign(change: AdminChange, { id }: AccessGroup, settings: AccessGroupSettings): Promise<void> {
    const { teamIds, keyRefs } = settings;
    if (teamIds !== undefined) await setHolders(change, 'team', id, teamIds);
    if (keyRefs !== undefined) await setHolders(change, 'key', id, (await resolveKeys(change.tx, keyRefs)).ids);
  }

  private async stored(written: Written): Promise<Outcome<StoredAccessGroup, AccessGroupProblem>> {
    if (!written.ok) return written;
    const [group] = await readAccessGroups(this.database, [written.value]);
    if (group === undefined) throw new Error('an access group was written and is not there');
    return succeed(group);
  }
}

interface Columns {
  readonly name?: string;
  readonly description?: string | null;
  readonly modelNames?: string[];
}

function toColumns({ name, description, models }: AccessGroupSettings): Columns {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(models !== undefined && { modelNames: [...new Set(models)] }),
  };
}

/** The row for the audit, with who has it. */
async function toAudited(tx: Prisma.TransactionClient, row: AccessGroup): Promise<JsonObject> {
  const [teamIds, keyIds] = [await holdersOf(tx, 'team', row.id), await holdersOf(tx, 'key', row.id)];
  return auditedColumns({ ...row, teamIds, keyIds });
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  { id }: AccessGroup,
  before: JsonObject | null,
  after: JsonObject | null,
): void {
  change.touch('access_group', id);
  change.note({ action, resource: 'access_group', objectId: id, before, after });
}
