import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { KeyRepository, TeamRepository } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { cutHeaders, type HeadedAnswer, type InnerList, pageHeaders } from '../shown/page-headers.js';
import { UserPolicy } from '../users/user-policy.js';
import { type ListTeamsQuery, type PageTeamsQuery, TEAM_SORTS } from './dto/list-teams.query.js';
import { MEMBER_PERMISSIONS } from './member-permissions.js';
import { noArchiveOfTeams, noAvailableTeams, noSuchTeamToRead } from './team-refusals.js';
import { toAvailableTeam, toListedTeam, toPagedTeam, toTeamInfo } from './team.mapper.js';

/** Keys that are shown with their team; `/key/list` pages through all. */
const KEYS_SHOWN = { page: 1, size: 100, sort: 'createdAt', order: 'desc' } as const;
/** The newest first. */
const TEAMS_SHOWN = { sort: 'createdAt', order: 'desc' } as const;

/** What is read of teams. Every query is filtered by the caller: a foreign team is an absent one. */
@Injectable()
export class TeamReader {
  constructor(
    private readonly teams: TeamRepository,
    private readonly keys: KeyRepository,
    private readonly policy: UserPolicy,
    private readonly reaches: Reaches,
  ) {}

  async info(id: string, caller: Principal, reach: Reach): Promise<HeadedAnswer> {
    const team = await this.teams.find(id, reach);
    if (team === undefined) throw noSuchTeamToRead(id);
    const ofTeam = await this.keysOf(id, await this.reaches.of(caller, 'key:list'));
    const body = toTeamInfo(team, ofTeam.keys, reach.kind === 'all');
    return { body, headers: cutHeaders([toInnerList('keys', id, ofTeam)]) };
  }

  /** LiteLLM's list has no pages; here it has, and their number stands in the headers. */
  async list(query: ListTeamsQuery, caller: Principal, reach: Reach): Promise<HeadedAnswer> {
    const { page, page_size: size } = query;
    const filter = { userId: query.user_id, organizationId: organizationOf(query) };
    const { teams, total } = await this.teams.list(filter, reach, { ...TEAMS_SHOWN, page, size });
    const ofKeys = await this.reaches.of(caller, 'key:list');
    const ids = teams.map(({ id }) => id);
    const ofTeams = ofKeys && (await this.keys.listOfTeams(ids, ofKeys, KEYS_SHOWN.size));
    const shown = teams.map((team, index) => {
      const ofTeam = ofTeams?.get(team.id) ?? { keys: [], total: 0 };
      const list = toInnerList(`[${String(index)}].keys`, team.id, ofTeam);
      return { team: toListedTeam(team, ofTeam.keys, query.user_id), list };
    });
    const cut = cutHeaders(shown.map(({ list }) => list));
    return { body: shown.map(({ team }) => team), headers: { ...pageHeaders(total, page, size), ...cut } };
  }

  /** Teams that the caller's user may join by himself, and is in none of. Throws LiteLLM's 400 where the operator has named none. */
  async available({ userId }: Principal): Promise<readonly object[]> {
    const ids = this.policy.availableTeams;
    if (ids === undefined) throw noAvailableTeams();
    const found = new Map((await this.teams.findAll(ids)).map((team) => [team.id, team]));
    return ids
      .flatMap((id) => found.get(id) ?? [])
      .flatMap((team) => (team.members.some((member) => member.userId === userId) ? [] : [toAvailableTeam(team)]));
  }

  async page(query: PageTeamsQuery, reach: Reach): Promise<object> {
    const { page, page_size: size, sort_by: sort, sort_order: order } = query;
    if (query.status === 'deleted') throw noArchiveOfTeams();
    const filter = {
      id: query.team_id,
      alias: query.team_alias,
      idOrAlias: query.search,
      userId: query.user_id,
      organizationId: organizationOf(query),
    };
    const { teams, total } = await this.teams.list(filter, reach, { page, size, sort: TEAM_SORTS[sort], order });
    return {
      teams: teams.map(toPagedTeam),
      total,
      page,
      page_size: size,
      total_pages: Math.ceil(total / size),
    };
  }

  async permissions(id: string, reach: Reach): Promise<object> {
    const team = await this.teams.find(id, reach);
    if (team === undefined) throw noSuchTeamToRead(id);
    return {
      team_id: id,
      team_member_permissions: team.memberPermissions,
      all_available_permissions: MEMBER_PERMISSIONS,
    };
  }

  /** Those of the team's keys that the caller could list: a member sees his own. */
  private async keysOf(teamId: string, reach: Reach | undefined): ReturnType<KeyRepository['list']> {
    return reach === undefined ? { keys: [], total: 0 } : this.keys.list({ teamId }, reach, KEYS_SHOWN);
  }
}

function toInnerList(
  member: string,
  teamId: string,
  { keys, total }: Awaited<ReturnType<KeyRepository['list']>>,
): InnerList {
  return {
    member,
    shown: keys.length,
    total,
    route: '/key/list',
    query: { team_id: teamId, include_team_keys: 'true' },
  };
}

/** LiteLLM's word for no organization. */
const NO_ORGANIZATION = 'default_organization';

function organizationOf({ organization_id: id }: ListTeamsQuery | PageTeamsQuery): string | null | undefined {
  return id === NO_ORGANIZATION ? null : id;
}
