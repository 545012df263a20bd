import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import {
  KeyRepository,
  type StoredKey,
  type StoredUser,
  TeamRepository,
  type UserFilter,
  UserRepository,
} from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { toUnblockedKey } from '../keys/key.mapper.js';
import { toTeam } from '../teams/team.mapper.js';
import { splitNames } from '../validation/split-names.js';
import { cutHeaders, type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { USER_SORTS, type ListUsersQuery } from './dto/list-users.query.js';
import type { SearchUsersQuery } from './dto/search-users.query.js';
import { noSpendOfMembers, userNotFound } from './user-refusals.js';
import { toListedUser, toMember, toUserAlone, toUserInfo } from './user.mapper.js';

/** Keys that are shown with their user; `/key/list` pages through all. */
const KEYS_SHOWN = { page: 1, size: 100, sort: 'createdAt', order: 'desc' } as const;

/** Teams that are shown with their member; `/v2/team/list` pages through all. */
const TEAMS_SHOWN = { page: 1, size: 100, sort: 'createdAt', order: 'desc' } as const;

const NO_TEAMS = { teams: [], total: 0 } as const;
const NO_USERS = { users: [], total: 0 } as const;
const NO_KEYS = { keys: [], total: 0 } as const;

/** What is read of users. Every query is filtered by the caller: a foreign user is an absent one. */
@Injectable()
export class UserReader {
  constructor(
    private readonly users: UserRepository,
    private readonly keys: KeyRepository,
    private readonly teams: TeamRepository,
    private readonly reaches: Reaches,
  ) {}

  /** The user named, or that of the calling key, with its keys and those of its teams that the caller may see. */
  async info(named: string | undefined, caller: Principal, reach: Reach): Promise<HeadedAnswer> {
    if (named === undefined && caller.userId === undefined && reach.kind === 'all') return this.everything(reach);
    const user = await this.find(named, caller, reach);
    const { id } = user;
    const isWhole = reach.kind === 'all' || reach.userIds.includes(id);
    // a member's keys elsewhere are not there
    const ofKeys = isWhole ? ({ kind: 'of', userIds: [id] } as const) : await this.reaches.of(caller, 'key:list');
    const held = await this.heldIn({ userId: id }, ofKeys, await this.reaches.of(caller, 'team:list'));
    const whole = toUserInfo(user, held.keys, held.teams);
    const body = isWhole ? whole : { ...whole, user_info: shownTo(reach, user, toUserAlone) };
    return { body, headers: held.headers };
  }

  /** The master key has no user: LiteLLM's answer is what it sees, of which these are the first. */
  private async everything(reach: Reach): Promise<HeadedAnswer> {
    const { keys, teams, headers } = await this.heldIn({}, reach, reach);
    return { body: { user_id: null, user_info: null, keys: keys.map(toUnblockedKey), teams }, headers };
  }

  private async heldIn(
    filter: { readonly userId?: string },
    ofKeys: Parameters<KeyRepository['list']>[1] | undefined,
    ofTeams: Reach | undefined,
  ): Promise<{
    readonly keys: readonly StoredKey[];
    readonly teams: readonly object[];
    readonly headers: HeadedAnswer['headers'];
  }> {
    const keys = ofKeys ? await this.keys.list(filter, ofKeys, KEYS_SHOWN) : NO_KEYS;
    const teams = ofTeams ? await this.teams.list(filter, ofTeams, TEAMS_SHOWN) : NO_TEAMS;
    const query = filter.userId === undefined ? {} : { user_id: filter.userId };
    const headers = cutHeaders([
      { member: 'keys', shown: keys.keys.length, total: keys.total, route: '/key/list', query },
      { member: 'teams', shown: teams.teams.length, total: teams.total, route: '/v2/team/list', query },
    ]);
    return { keys: keys.keys, teams: teams.teams.map(toTeam), headers };
  }

  /** The same without its keys. */
  async infoAlone(named: string | undefined, caller: Principal, reach: Reach): Promise<object> {
    return shownTo(reach, await this.find(named, caller, reach), toUserAlone);
  }

  /** In LiteLLM's form, whose licences have so many seats: there is no end of them here. */
  async counts(reach: Reach): Promise<object> {
    const one = { page: 1, size: 1, sort: 'id', order: 'asc' } as const;
    const [users, teams] = await Promise.all([this.users.list({}, reach, one), this.teams.list({}, reach, one)]);
    return {
      total_users: null,
      total_users_used: users.total,
      total_users_remaining: null,
      total_teams: null,
      total_teams_used: teams.total,
      total_teams_remaining: null,
    };
  }

  async search({ page, page_size: size, ...named }: SearchUsersQuery, reach: Reach): Promise<HeadedAnswer> {
    const filter = { idPart: named.user_id, emailPart: named.user_email };
    const { users, total } = await this.users.list(filter, reach, { page, size, sort: 'id', order: 'asc' });
    const body = users.map(({ id, email, alias }) => ({ user_id: id, user_email: email, user_alias: alias }));
    return { body, headers: pageHeaders(total, page, size) };
  }

  private async find(named: string | undefined, caller: Principal, reach: Reach): Promise<StoredUser> {
    const id = named ?? caller.userId;
    if (id === undefined) {
      const message = 'user_id is needed: the calling key has no user. GET /user/list lists users.';
      throw new GatewayError('bad_request', { message, param: 'user_id' });
    }
    const user = await this.users.find(id, reach);
    if (user === undefined) throw userNotFound(id);
    return user;
  }

  async list(query: ListUsersQuery, reach: Reach): Promise<object> {
    const { page, page_size: size } = query;
    const filter = {
      ids: splitNames(query.user_ids),
      ssoUserIds: splitNames(query.sso_user_ids),
      role: query.role,
      emailPart: query.user_email,
      teamId: query.team,
      organizationIds: splitNames(query.organization_ids),
    };
    const { users, total } = asksBeyond(query, reach) ? NO_USERS : await this.ordered(filter, query, reach);
    return {
      users: users.map((user) => shownTo(reach, user, toListedUser)),
      total,
      page,
      page_size: size,
      total_pages: Math.ceil(total / size),
    };
  }

  private ordered(
    filter: UserFilter,
    { page, page_size: size, sort_by: sort, sort_order: order }: ListUsersQuery,
    reach: Reach,
  ): ReturnType<UserRepository['list']> {
    if (sort !== 'spend') return this.users.list(filter, reach, { page, size, sort: USER_SORTS[sort], order });
    // the order alone would tell what members spend elsewhere
    if (reach.kind !== 'all') throw noSpendOfMembers();
    return this.users.listBySpend(filter, { page, size, order });
  }
}

/** A user whole to himself and to who reaches all users; to others who he is. */
function shownTo(reach: Reach, user: StoredUser, whole: (user: StoredUser) => object): object {
  return reach.kind === 'all' || reach.userIds.includes(user.id) ? whole(user) : toMember(user, reach);
}

/** Where somebody is beyond the caller's reach, and who he is at the single sign-on, is not to be found out by asking for it. */
function asksBeyond(
  { team, organization_ids: organizations, sso_user_ids: sso }: ListUsersQuery,
  reach: Reach,
): boolean {
  if (reach.kind === 'all') return false;
  const isForeign = (id: string): boolean => !reach.organizationIds.includes(id);
  if (team !== undefined && !reach.teamIds.includes(team)) return true;
  return sso !== undefined || (splitNames(organizations)?.some(isForeign) ?? false);
}
