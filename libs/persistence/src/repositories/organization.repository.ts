import type { Reach } from '@tollgate/auth';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { readOrganizationMemberSpend } from './read-organization-member-spend.js';
import { readBalances } from '../ledger/read-balances.js';
import { deleteKeys } from './delete-keys.js';
import { deleteProjects } from './delete-projects.js';
import { deleteTeams } from './delete-teams.js';
import { escapeLike } from './escape-like.js';
import { isBudgetId } from './find-budget-holder.js';
import { balanceOf, openWrittenWindows } from './holder-balance.js';
import { isBudgetKnown } from './is-budget-known.js';
import {
  organizationInclude,
  type OrganizationRow,
  toAuditedOrganization,
  toOrganizationColumns,
  toStoredOrganization,
} from './organization-row.js';
import type {
  OrganizationFilter,
  OrganizationProblem,
  OrganizationSettings,
  StoredOrganization,
} from './stored-organization.js';
import { TEAM_INCLUDE } from './team-row.js';
import { visibleOrganizations } from './visible-organizations.js';
import { windowColumns } from './window-columns.js';

const ALL: Reach = { kind: 'all' };
const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'asc' as const }];

/** Organizations. Every read takes the caller's reach: what it does not cover is not there. */
export class OrganizationRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async create(
    id: string,
    settings: OrganizationSettings & { readonly alias: string },
    author: Author,
  ): Promise<Outcome<StoredOrganization, OrganizationProblem>> {
    const now = new Date(this.clock.now());
    const made = await this.controlPlane.change(
      author,
      async (change): Promise<Outcome<OrganizationRow, OrganizationProblem>> => {
        if ((await change.tx.organization.findUnique({ where: { id }, select: { id: true } })) !== null)
          return fail({ kind: 'id_taken' });
        if (await isBudgetId(change.tx, id)) return fail({ kind: 'id_of_budget' });
        if (!(await isBudgetKnown(change.tx, settings.budgetId))) return fail({ kind: 'unknown_budget' });
        const row = await change.tx.organization.create({
          data: {
            ...toOrganizationColumns(settings),
            ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
            id,
            alias: settings.alias,
            createdAt: now,
            createdBy: author.name,
            updatedAt: now,
            updatedBy: author.name,
          },
          include: organizationInclude(ALL),
        });
        note(change, 'created', null, row);
        return succeed(row);
      },
    );
    return made.ok ? succeed(await this.stored(made.value)) : made;
  }

  async find(id: string, reach: Reach): Promise<StoredOrganization | undefined> {
    return (await this.findMany([id], reach))[0];
  }

  /** Those that are there within the reach. */
  async findMany(ids: readonly string[], reach: Reach): Promise<readonly StoredOrganization[]> {
    const where = { AND: [{ id: { in: [...ids] } }, visibleOrganizations(reach)] };
    const include = organizationInclude(reach);
    return this.withSpend(await this.database.prisma.organization.findMany({ where, include, orderBy: NEWEST_FIRST }));
  }

  /** One page, newest first, and how many there are in all that the caller may see. */
  async list(
    { id, alias }: OrganizationFilter,
    reach: Reach,
    { page, size }: { readonly page: number; readonly size: number },
  ): Promise<{ readonly organizations: readonly StoredOrganization[]; readonly total: number }> {
    const matching: Prisma.OrganizationWhereInput = {
      ...(id !== undefined && { id }),
      ...(alias !== undefined && { alias: { contains: escapeLike(alias), mode: 'insensitive' } }),
    };
    const where = { AND: [matching, visibleOrganizations(reach)] };
    const rows = await this.database.prisma.organization.findMany({
      where,
      include: organizationInclude(reach),
      orderBy: NEWEST_FIRST,
      skip: (page - 1) * size,
      take: size,
    });
    const total = await this.database.prisma.organization.count({ where });
    return { organizations: await this.withSpend(rows), total };
  }

  /** undefined: no organization with that id within the reach. */
  async update(
    id: string,
    settings: OrganizationSettings,
    reach: Reach,
    author: Author,
  ): Promise<Outcome<StoredOrganization, OrganizationProblem> | undefined> {
    const now = new Date(this.clock.now());
    const include = organizationInclude(reach);
    const written = await this.controlPlane.change(
      author,
      async (change): Promise<Outcome<OrganizationRow, OrganizationProblem> | undefined> => {
        const where = { AND: [{ id }, visibleOrganizations(reach)] };
        const before = await change.tx.organization.findFirst({ where, include });
        if (before === null) return undefined;
        if (!(await isBudgetKnown(change.tx, settings.budgetId))) return fail({ kind: 'unknown_budget' });
        const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
        const data = { ...toOrganizationColumns(settings), ...window, updatedAt: now, updatedBy: author.name };
        const after = await change.tx.organization.update({ where: { id }, data, include });
        await openWrittenWindows(change.tx, 'organization', { id: after.id, before, after }, now.getTime());
        note(change, 'updated', before, after);
        return succeed(after);
      },
    );
    return written?.ok === true ? succeed(await this.stored(written.value)) : written;
  }

  /**
   * Deletes organizations with their teams, keys (into the archive) and memberships: all of them, or none where an id is not there.
   * Resolves to what they were, or to the first id that is not there.
   */
  async delete(ids: readonly string[], author: Author): Promise<Outcome<readonly StoredOrganization[], string>> {
    const now = new Date(this.clock.now());
    const deleted = await this.controlPlane.change(
      author,
      async (change): Promise<Outcome<readonly OrganizationRow[], string>> => {
        const ofThem = { organizationId: { in: [...ids] } };
        const where = { id: { in: [...ids] } };
        const rows = await change.tx.organization.findMany({ where, include: organizationInclude(ALL) });
        const missing = ids.find((id) => !rows.some((row) => row.id === id));
        if (missing !== undefined) return fail(missing);
        await deleteTeams(change, await change.tx.team.findMany({ where: ofThem, include: TEAM_INCLUDE }), author, now);
        await deleteProjects(change, ofThem, author, now);
        await deleteKeys(change, ofThem, author, now);
        for (const row of rows) note(change, 'deleted', row, null);
        await change.tx.organization.deleteMany({ where });
        return succeed(rows);
      },
    );
    return deleted.ok ? succeed(await this.withSpend(deleted.value)) : deleted;
  }

  private async stored(row: OrganizationRow): Promise<StoredOrganization> {
    const [organization] = await this.withSpend([row]);
    if (organization === undefined) throw new Error('an organization was written and is not there');
    return organization;
  }

  private async withSpend(rows: readonly OrganizationRow[]): Promise<readonly StoredOrganization[]> {
    const now = this.clock.now();
    const refs = rows.map((row) => balanceOf('organization', row.id, row, now));
    const balances = await readBalances(this.database, refs);
    const members = await readOrganizationMemberSpend(
      this.database,
      rows.flatMap((row) => row.members),
      now,
    );
    return rows.map((row, index) => toStoredOrganization(row, balances[index] ?? 0n, members, now));
  }
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  before: OrganizationRow | null,
  after: OrganizationRow | null,
): void {
  const id = after?.id ?? before?.id ?? '';
  change.touch('organization', id);
  change.note({
    action,
    resource: 'organization',
    objectId: id,
    before: before === null ? null : toAuditedOrganization(before),
    after: after === null ? null : toAuditedOrganization(after),
  });
}
