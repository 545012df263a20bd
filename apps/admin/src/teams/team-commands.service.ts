import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { type Author, type StoredTeam, TeamRepository } from '@tollgate/persistence';
import { judgeOfTeams } from '../access/judge-of-teams.js';
import { beyondSpend } from '../keys/key-refusals.js';
import { toUsd } from '../shown/to-usd.js';
import { readMoneyLimit } from '../validation/read-money.js';
import { unwrap } from '../validation/unwrap.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { type AddPermissionsDto, BULK_TEAMS_MAX, type SearchTeamsQuery } from './dto/team-commands.dto.js';
import { refusePermissions } from './read-team-settings.js';
import { noSuchMember, noSuchTeamToChange, noSuchTeamToRead, refuseTeamProblem } from './team-refusals.js';
import { toOwnMembership } from './team.mapper.js';

/** What is done with teams beside writing their settings. */
@Injectable()
export class TeamCommands {
  constructor(
    private readonly teams: TeamRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly epochs: EpochPoller,
  ) {}

  /** All of the named teams or none; with `apply_to_all_teams` some hundred in a transaction. */
  async addPermissions(dto: AddPermissionsDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const refusal = refusePermissions(dto.permissions);
    if (refusal !== undefined) throw refusal;
    const judge = judgeOfTeams(caller, reach, this.snapshots.current());
    const add: AddTo = async (ids) => {
      const added = await this.teams.addPermissions(ids, dto.permissions, reach, author, judge);
      if (!added.ok) throw refuseTeamProblem(added.error, '');
      return added.value;
    };
    const updated = dto.apply_to_all_teams ? await this.addToAll(reach, add) : await this.addToNamed(dto, add);
    await this.epochs.poll();
    return {
      message: `Appended permissions to ${String(updated)} teams.`,
      teams_updated: updated,
      permissions_appended: dto.permissions,
    };
  }

  async search(query: SearchTeamsQuery, reach: Reach): Promise<HeadedAnswer> {
    const { page, page_size: size, team_id: id, team_alias: alias } = query;
    const order = { page, size, sort: 'alias', order: 'asc' } as const;
    const { teams, total } = await this.teams.list({ id, alias }, reach, order);
    const body = teams.map((team) => ({
      team_id: team.id,
      team_alias: team.alias,
      organization_id: team.organizationId,
    }));
    return { body, headers: pageHeaders(total, page, size) };
  }

  /** The caller's own membership, without anybody else's. */
  async ownMembership(id: string, { userId }: Principal, reach: Reach): Promise<object> {
    const team = await this.teams.find(id, reach);
    const member = team?.members.find((one) => one.userId === userId);
    if (team === undefined || member === undefined) throw noSuchTeamToRead(id);
    return toOwnMembership(team, member);
  }

  async resetSpend(id: string, dollars: number, reach: Reach, author: Author): Promise<object> {
    const { team, previousNano } = await this.reset(id, undefined, dollars, reach, author);
    return { team_id: id, ...toReset(team, previousNano) };
  }

  async resetMemberSpend(id: string, userId: string, dollars: number, reach: Reach, author: Author): Promise<object> {
    const { team, previousNano } = await this.reset(id, userId, dollars, reach, author);
    const member = team.members.find((one) => one.userId === userId);
    if (member === undefined) throw noSuchMember();
    return {
      team_id: id,
      user_id: userId,
      ...toReset({ maxBudgetNano: member.budget?.maxBudgetNano ?? null, spendNano: member.spendNano }, previousNano),
    };
  }

  private async reset(id: string, userId: string | undefined, dollars: number, reach: Reach, author: Author) {
    const toNano = unwrap(readMoneyLimit('reset_to', dollars));
    const reset = await this.teams.resetSpend(id, userId, toNano, reach, author);
    if (reset === undefined) throw noSuchTeamToChange(id);
    if (reset.previousNano < toNano) throw beyondSpend(dollars, usdFromNanoUsd(reset.previousNano));
    await this.epochs.poll();
    return reset;
  }

  private async addToNamed(dto: AddPermissionsDto, add: AddTo): Promise<number> {
    const ids = [...new Set(dto.team_ids ?? [])];
    if (ids.length === 0 || ids.length > BULK_TEAMS_MAX) throw faultySelection();
    const found = await add(ids);
    const missing = ids.find((id) => !found.includes(id));
    if (missing !== undefined) throw noSuchTeamToChange(missing);
    return ids.length;
  }

  private async addToAll(reach: Reach, add: AddTo): Promise<number> {
    for (let page = 1, updated = 0; ; page += 1) {
      const { teams } = await this.teams.list({}, reach, { page, size: PER_TRANSACTION, sort: 'id', order: 'asc' });
      if (teams.length > 0) updated += (await add(teams.map(({ id }) => id))).length;
      if (teams.length < PER_TRANSACTION) return updated;
    }
  }
}

/** Adds the permissions to teams; resolves to those that are there. */
type AddTo = (ids: readonly string[]) => Promise<readonly string[]>;

const PER_TRANSACTION = 200;

function toReset(
  { spendNano, maxBudgetNano }: Pick<StoredTeam, 'spendNano' | 'maxBudgetNano'>,
  previousNano: NanoUsd,
): object {
  return {
    spend: usdFromNanoUsd(spendNano),
    previous_spend: usdFromNanoUsd(previousNano),
    max_budget: toUsd(maxBudgetNano),
  };
}

function faultySelection(): GatewayError {
  const message = `Name 1 to ${String(BULK_TEAMS_MAX)} teams in team_ids, or set apply_to_all_teams.`;
  return new GatewayError('bad_request', { message, param: 'team_ids' });
}
