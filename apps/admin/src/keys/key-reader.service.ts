import { Injectable } from '@nestjs/common';
import { MembershipSource, NO_MEMBERSHIPS, NO_REACH, type Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { Clock } from '@tollgate/kernel';
import { KeyRepository, type StoredKey, type StoredUser, UserRepository } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { toMember, toUserAlone } from '../users/user.mapper.js';
import { DELETED_KEY_SORTS, KEY_SORTS, type ListKeysQuery } from './dto/list-keys.query.js';
import type { ListAliasesQuery } from './dto/list-aliases.query.js';
import { toKeyInfo, toKeyInfos, toListedDeletedKey, toListedKey } from './key.mapper.js';
import { keyNotInDatabase, tooManyKeys, unsortable } from './key-refusals.js';

/** Keys that one call of `/v2/key/info` reads. */
const INFOS_MAX = 100;

/** What is read of keys. Every query is filtered by the caller: a foreign key is an absent one. */
@Injectable()
export class KeyReader {
  constructor(
    private readonly keys: KeyRepository,
    private readonly users: UserRepository,
    private readonly memberships: MembershipSource,
    private readonly reaches: Reaches,
    private readonly clock: Clock,
  ) {}

  /** The key named. Deleted keys are found too. */
  async info(ref: string, reach: Reach): Promise<object> {
    const key = (await this.keys.findByRef(ref, reach)) ?? (await this.keys.findDeletedByRef(ref, reach));
    if (key === undefined) throw keyNotInDatabase();
    return toKeyInfo(key, ref, this.clock.now());
  }

  /** In the order asked for; what the caller may not read is not told from what is not there. */
  async infos(refs: readonly string[], reach: Reach): Promise<object> {
    if (refs.length > INFOS_MAX) throw tooManyKeys(INFOS_MAX);
    const found = await Promise.all(refs.map((ref) => this.keys.findByRef(ref, reach)));
    const known = found.filter((key) => key !== undefined);
    return { key: refs, info: known.map((key) => toKeyInfos(key, this.clock.now())) };
  }

  async aliases({ page, size, search, team_id: teamId }: ListAliasesQuery, reach: Reach): Promise<object> {
    const filter = { aliasPart: search, teamId };
    const { aliases, total } = await this.keys.listAliases(filter, reach, { page, size });
    return { aliases, total_count: total, current_page: page, total_pages: Math.ceil(total / size), size };
  }

  async list(query: ListKeysQuery, caller: Principal, reach: Reach): Promise<object> {
    const { page, size, status, return_full_object: isWhole, expand } = query;
    const filter = { ...filterOf(query), beside: await this.besideUser(query) };
    const { keys, total } = await (status === 'deleted'
      ? this.deleted(query, filter, reach)
      : this.active(query, filter, reach));
    const toWhole = status === 'deleted' ? toListedDeletedKey : toListedKey;
    const shown = isWhole ? keys.map(toWhole) : keys.map(({ hash }) => hash);
    return {
      keys: expand.includes('user') ? await this.withUsers(keys, toWhole, caller) : shown,
      total_count: total,
      current_page: page,
      total_pages: Math.ceil(total / size),
    };
  }

  private active(query: ListKeysQuery, filter: Filter, reach: Reach): ReturnType<KeyRepository['list']> {
    const { page, size, sort_by: name, sort_order: order } = query;
    if (name === 'deleted_at') throw unsortable(name, 'active');
    return this.keys.list(filter, reach, { page, size, sort: KEY_SORTS[name], order });
  }

  private deleted(query: ListKeysQuery, filter: Filter, reach: Reach): ReturnType<KeyRepository['listDeleted']> {
    const { page, size, sort_by: name, sort_order: order } = query;
    if (name !== 'created_at' && name !== 'key_alias' && name !== 'deleted_at') throw unsortable(name, 'deleted');
    return this.keys.listDeleted(filter, reach, { page, size, sort: DELETED_KEY_SORTS[name], order });
  }

  /** Selects among what the caller reaches, and so adds nothing to it. */
  private async besideUser(query: ListKeysQuery): Promise<Filter['beside']> {
    const { user_id: userId, include_team_keys: ofTeams, include_created_by_keys: ofMaker } = query;
    if (userId === undefined || !(ofTeams || ofMaker)) return undefined;
    const { teams } = ofTeams ? await this.memberships.of(userId) : NO_MEMBERSHIPS;
    const teamIds = teams.flatMap(({ id, role }) => (role === 'admin' ? [id] : []));
    return { teamIds, createdBy: ofMaker ? userId : undefined };
  }

  /** Of a user whom the caller may not read the key tells no more than his id. */
  private async withUsers(
    keys: readonly StoredKey[],
    toWhole: (key: StoredKey) => object,
    caller: Principal,
  ): Promise<readonly object[]> {
    const reach = (await this.reaches.of(caller, 'user:read')) ?? NO_REACH;
    const users = await this.users.findAll([...new Set(keys.flatMap(({ userId }) => userId ?? []))], reach);
    const toUser = (user: StoredUser): object =>
      reach.kind === 'all' || user.id === caller.userId ? toUserAlone(user) : toMember(user, reach);
    const byId = new Map(users.map((user) => [user.id, toUser(user)]));
    return keys.map((key) => ({ ...toWhole(key), user: byId.get(key.userId ?? '') ?? null }));
  }
}

type Filter = Parameters<KeyRepository['list']>[0];

function filterOf(query: ListKeysQuery): Parameters<KeyRepository['list']>[0] {
  return {
    userId: query.user_id,
    teamId: query.team_id,
    organizationId: query.organization_id,
    projectId: query.project_id,
    accessGroupId: query.access_group_id,
    hash: query.key_hash,
    aliasPart: query.key_alias,
  };
}
