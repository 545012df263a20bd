import type { Reach } from '@tollgate/auth';
import { type Clock, fail, type IdSource, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import { takenBackFor } from '../control/taken-back.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { addMembers } from './add-members.js';
import { deleteTeams } from './delete-teams.js';
import { escapeLike } from './escape-like.js';
import type { NewUsers } from './find-or-make-user.js';
import { type BudgetHolder, balanceOf, openWrittenWindows } from './holder-balance.js';
import { judgeNewMembers } from './judge-members.js';
import { judgeTeam } from './judge-team.js';
import { noteTeam } from './note-team.js';
import { readTeams } from './read-teams.js';
import type { NewMember, StoredTeam, TeamFilter, TeamProblem, TeamSettings } from './stored-team.js';
import { setBalance } from './set-balance.js';
import type { TeamJudge } from './team-judge.js';
import { TEAM_INCLUDE, type TeamRow, toTeamColumns } from './team-row.js';
import { visibleTeams } from './visible-teams.js';
import { windowColumns } from './window-columns.js';
import { writeMemberDefaults } from './write-member-defaults.js';

const { Refused, takeRefusal } = takenBackFor<TeamProblem>();

export interface NewTeam {
  readonly id: string;
  readonly settings: TeamSettings;
  readonly members: readonly NewMember[];
  readonly newUsers: NewUsers;
  /** Of who makes the team. */
  readonly reach: Reach;
  /** Judges what is given with the team. */
  readonly judge: TeamJudge;
}

/** What is to be of a team: settings, or what they are to be by the team as it is within the transaction. */
export type TeamUpdate = TeamSettings | ((before: { readonly models: readonly string[] }) => TeamSettings);

type TeamAction = 'updated' | 'blocked' | 'unblocked';

export interface TeamPage {
  readonly page: number;
  readonly size: number;
  readonly sort: 'id' | 'alias' | 'createdAt';
  readonly order: 'asc' | 'desc';
}

/** Teams. Every read takes the caller's reach: what it does not cover is not there. */
export class TeamRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(
    { id, settings, members, newUsers, reach, judge }: NewTeam,
    author: Author,
  ): Promise<Outcome<StoredTeam, TeamProblem>> {
    const now = new Date(this.clock.now());
    const made = await this.controlPlane
      .change(author, async (change): Promise<Outcome<TeamRow, TeamProblem>> => {
        if ((await change.tx.team.findUnique({ where: { id }, select: { id: true } })) !== null)
          return fail({ kind: 'id_taken' });
        const problem = await judgeTeam(change.tx, { id, settings, judge });
        if (problem !== undefined) return fail(problem);
        await change.tx.team.create({
          data: {
            ...toTeamColumns(settings),
            ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
            id,
            createdAt: now,
            createdBy: author.name,
            updatedAt: now,
            updatedBy: author.name,
          },
        });
        await this.writeDefaults(change, { id, defaultMemberBudgetId: null }, settings, author);
        const shape = toShape(id, settings);
        const error = judgeNewMembers(shape, members, judge);
        if (error !== undefined) throw new Refused({ kind: 'refused', error });
        const added = await addMembers(change, id, members, { author, now, ids: this.ids, newUsers, reach });
        if (!added.ok) throw new Refused(added.error);
        const row = await change.tx.team.findUniqueOrThrow({ where: { id }, include: TEAM_INCLUDE });
        noteTeam(change, 'created', null, row);
        return succeed(row);
      })
      .catch(takeRefusal);
    return made.ok ? succeed(await this.stored(made.value)) : made;
  }

  async find(id: string, reach: Reach): Promise<StoredTeam | undefined> {
    const where = { AND: [{ id }, visibleTeams(reach)] };
    const row = await this.database.prisma.team.findFirst({ where, include: TEAM_INCLUDE });
    return row === null ? undefined : this.stored(row);
  }

  /** undefined: no team with that id within the reach. `judge` looks at what is given with the change. */
  async update(
    id: string,
    update: TeamUpdate,
    reach: Reach,
    author: Author,
    { judge, action = 'updated' }: { readonly judge: TeamJudge; readonly action?: TeamAction },
  ): Promise<Outcome<StoredTeam, TeamProblem> | undefined> {
    return this.change(id, reach, author, action, async (change, before) => {
      const settings = typeof update === 'function' ? update(before) : update;
      const problem = await judgeTeam(change.tx, { id, before, settings, judge });
      if (problem !== undefined) return problem;
      const now = this.clock.now();
      const window = windowColumns(settings, before, { now, timeZone: change.timeZone });
      const data = { ...toTeamColumns(settings), ...window };
      const after = await change.tx.team.update({ where: { id }, data, include: TEAM_INCLUDE });
      await this.writeDefaults(change, before, settings, author);
      await openWrittenWindows(change.tx, 'team', { id: after.id, before, after }, now);
      return undefined;
    });
  }

  /** Adds members, all or none. `seen`: the users whom the author sees. undefined: no team with that id within the reach. */
  async addMembers(
    id: string,
    members: readonly NewMember[],
    { newUsers, judge, seen }: Pick<NewTeam, 'newUsers' | 'judge'> & { readonly seen: Reach },
    reach: Reach,
    author: Author,
  ): Promise<Outcome<StoredTeam, TeamProblem> | undefined> {
    return this.change(id, reach, author, 'updated', async (change, team) => {
      const error = judgeNewMembers(team, members, judge);
      if (error !== undefined) return { kind: 'refused', error };
      const now = new Date(this.clock.now());
      const added = await addMembers(change, id, members, { author, now, ids: this.ids, newUsers, reach: seen });
      return added.ok ? undefined : added.error;
    });
  }

  /**
   * Deletes teams with their keys (into the archive), models and memberships: all of them, or none where an id is not there. Resolves to the
   * first id that is not.
   */
  async delete(ids: readonly string[], reach: Reach, author: Author): Promise<string | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const where = { AND: [{ id: { in: [...ids] } }, visibleTeams(reach)] };
      const rows = await change.tx.team.findMany({ where, include: TEAM_INCLUDE });
      const missing = ids.find((id) => !rows.some((row) => row.id === id));
      if (missing !== undefined) return missing;
      await deleteTeams(change, rows, author, now);
      return undefined;
    });
  }

  /** Adds to what members of the named teams may do, each once; resolves to the ids of those that are there within the reach. */
  async addPermissions(
    ids: readonly string[],
    permissions: readonly string[],
    reach: Reach,
    author: Author,
    judge: TeamJudge,
  ): Promise<Outcome<readonly string[], TeamProblem>> {
    const authorship = { updatedAt: new Date(this.clock.now()), updatedBy: author.name };
    return this.controlPlane
      .change(author, async (change) => {
        const where = { AND: [{ id: { in: [...ids] } }, visibleTeams(reach)] };
        const rows = await change.tx.team.findMany({ where, include: TEAM_INCLUDE });
        if (rows.length < new Set(ids).size) return succeed(rows.map(({ id }) => id));
        for (const before of rows) {
          const memberPermissions = [...new Set([...before.memberPermissions, ...permissions])];
          const problem = await judgeTeam(change.tx, { id: before.id, before, settings: { memberPermissions }, judge });
          if (problem !== undefined) throw new Refused(problem);
          const data = { ...authorship, memberPermissions };
          const after = await change.tx.team.update({ where: { id: before.id }, data, include: TEAM_INCLUDE });
          noteTeam(change, 'updated', before, after);
        }
        return succeed(rows.map(({ id }) => id));
      })
      .catch(takeRefusal);
  }

  /**
   * Brings what a team, or a member of it, is shown to have spent in its current window down to an amount. Resolves to what it was;
   * undefined: no such team or member within the reach.
   */
  async resetSpend(
    id: string,
    userId: string | undefined,
    toNano: NanoUsd,
    reach: Reach,
    author: Author,
  ): Promise<{ readonly team: StoredTeam; readonly previousNano: NanoUsd } | undefined> {
    const reset = await this.controlPlane.change(author, async (change) => {
      const where = { AND: [{ id }, visibleTeams(reach)] };
      const row = await change.tx.team.findFirst({ where, include: TEAM_INCLUDE });
      const holder = row === null ? undefined : holderIn(row, userId);
      if (row === null || holder === undefined) return undefined;
      const now = this.clock.now();
      const ref = balanceOf(userId === undefined ? 'team' : 'team_member', holder.id, holder, now);
      const reset = { author, teamId: id, reason: 'spend reset', now };
      return { row, previousNano: await setBalance(change, ref, toNano, reset) };
    });
    return reset && { team: await this.stored(reset.row), previousNano: reset.previousNano };
  }

  /** Teams by their ids, in any order; ids that are gone are passed over. */
  async findAll(ids: readonly string[]): Promise<readonly StoredTeam[]> {
    const rows = await this.database.prisma.team.findMany({ where: { id: { in: [...ids] } }, include: TEAM_INCLUDE });
    return readTeams(this.database, rows, this.clock.now());
  }

  /** One page of the teams that the caller may see, and how many there are in all. */
  async list(
    filter: TeamFilter,
    reach: Reach,
    { page, size, sort, order }: TeamPage,
  ): Promise<{ readonly teams: readonly StoredTeam[]; readonly total: number }> {
    const where = { AND: [matchingTeams(filter), visibleTeams(reach)] };
    const direction = sort === 'alias' ? ({ sort: order, nulls: 'last' } as const) : order;
    const rows = await this.database.prisma.team.findMany({
      where,
      include: TEAM_INCLUDE,
      orderBy: sort === 'id' ? [{ id: order }] : [{ [sort]: direction }, { id: order }],
      skip: (page - 1) * size,
      take: size,
    });
    const teams = await readTeams(this.database, rows, this.clock.now());
    return { teams, total: await this.database.prisma.team.count({ where }) };
  }

  /** One change of a team within the caller's reach, with its audit row; a problem that `work` resolves to keeps nothing of it. */
  async change(
    id: string,
    reach: Reach,
    author: Author,
    action: TeamAction,
    work: (change: AdminChange, before: TeamRow) => Promise<TeamProblem | undefined>,
  ): Promise<Outcome<StoredTeam, TeamProblem> | undefined> {
    const written = await this.controlPlane
      .change(author, async (change): Promise<Outcome<TeamRow, TeamProblem> | undefined> => {
        const where = { AND: [{ id }, visibleTeams(reach)] };
        const before = await change.tx.team.findFirst({ where, include: TEAM_INCLUDE });
        if (before === null) return undefined;
        const problem = await work(change, before);
        if (problem !== undefined) throw new Refused(problem);
        const authorship = { updatedAt: new Date(this.clock.now()), updatedBy: author.name };
        const after = await change.tx.team.update({ where: { id }, data: authorship, include: TEAM_INCLUDE });
        noteTeam(change, action, before, after);
        return succeed(after);
      })
      .catch(takeRefusal);
    return written?.ok === true ? succeed(await this.stored(written.value)) : written;
  }

  private async writeDefaults(
    change: AdminChange,
    team: Pick<TeamRow, 'id' | 'defaultMemberBudgetId'>,
    { memberLimits }: TeamSettings,
    author: Author,
  ): Promise<void> {
    if (memberLimits === undefined) return;
    const now = new Date(this.clock.now());
    await writeMemberDefaults(change, team, memberLimits, { author, now, newId: () => this.ids.newId() });
  }

  private async stored(row: TeamRow): Promise<StoredTeam> {
    const [team] = await readTeams(this.database, [row], this.clock.now());
    if (team === undefined) throw new Error('a team was read and is not there');
    return team;
  }
}

/** The team itself, or one of its members with the budget that counts for him. */
function holderIn(team: TeamRow, userId: string | undefined): (BudgetHolder & { readonly id: string }) | undefined {
  if (userId === undefined) return team;
  const member = team.members.find((one) => one.userId === userId);
  return member && { ...member, budget: member.budget ?? team.defaultMemberBudget };
}

/** A team that is made, as its members are judged by it. */
function toShape(id: string, { organizationId = null, models = [], accessGroupIds = [], ...rest }: TeamSettings) {
  const memberPermissions = [...(rest.memberPermissions ?? [])];
  return { id, organizationId, models: [...models], accessGroupIds: [...accessGroupIds], memberPermissions };
}

function matchingTeams({ id, alias, idOrAlias, userId, organizationId }: TeamFilter): Prisma.TeamWhereInput {
  const named = (part: string) => ({ contains: escapeLike(part), mode: 'insensitive' as const });
  return {
    ...(id !== undefined && { id }),
    ...(alias !== undefined && { alias: named(alias) }),
    ...(idOrAlias !== undefined && { OR: [{ id: idOrAlias }, { alias: named(idOrAlias) }] }),
    ...(userId !== undefined && { members: { some: { userId } } }),
    ...(organizationId !== undefined && { organizationId }),
  };
}
