import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { Clock } from '@tollgate/kernel';
import { KeyRepository } from '@tollgate/persistence';
import { DELETED_KEY_SORTS, KEY_SORTS, type ListKeysQuery } from './dto/list-keys.query.js';
import type { ListAliasesQuery } from './dto/list-aliases.query.js';
import { toKeyInfo, toKeyInfos, toListedDeletedKey, toListedKey } from './key.mapper.js';
import type { KeyCaller } from './key-caller.js';
import { KeyUsers } from './key-users.service.js';
import { keyNotInDatabase, tooManyKeys, unsortable } from './key-refusals.js';

/** Keys that one call of `/v2/key/info` reads. */
const INFOS_MAX = 100;

/** What is read of keys. Every query is filtered by the caller: a foreign key is an absent one. */
@Injectable()
export class KeyReader {
  constructor(
    private readonly keys: KeyRepository,
    private readonly users: KeyUsers,
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
    const found = await this.keys.findByRefs(refs, reach);
    const known = refs.flatMap((ref) => found.get(ref) ?? []);
    return { key: refs, info: known.map((key) => toKeyInfos(key, this.clock.now())) };
  }

  async aliases({ page, size, search, team_id: teamId }: ListAliasesQuery, reach: Reach): Promise<object> {
    const filter = { aliasPart: search, teamId };
    const { aliases, total } = await this.keys.listAliases(filter, reach, { page, size });
    return { aliases, total_count: total, current_page: page, total_pages: Math.ceil(total / size), size };
  }

  async list(query: ListKeysQuery, caller: KeyCaller): Promise<object> {
    const { page, size, status, expand, return_full_object: isWhole } = query;
    const { keys, total } = await (status === 'deleted' ? this.deleted(query, caller) : this.active(query, caller));
    const toWhole = status === 'deleted' ? toListedDeletedKey : toListedKey;
    const whole = (): readonly object[] => keys.map((key) => toWhole(key));
    return {
      keys:
        expand.length > 0
          ? await this.users.expand(keys, whole(), caller)
          : isWhole
            ? whole()
            : keys.map(({ hash }) => hash),
      total_count: total,
      current_page: page,
      total_pages: Math.ceil(total / size),
    };
  }

  private active(query: ListKeysQuery, caller: KeyCaller): ReturnType<KeyRepository['list']> {
    const { page, size, sort_by: name, sort_order: order } = query;
    if (name === 'deleted_at') throw unsortable(name, 'active');
    return this.keys.list(filterOf(query, caller), caller.reach, { page, size, sort: KEY_SORTS[name], order });
  }

  private deleted(query: ListKeysQuery, caller: KeyCaller): ReturnType<KeyRepository['listDeleted']> {
    const { page, size, sort_by: name, sort_order: order } = query;
    if (name !== 'created_at' && name !== 'key_alias' && name !== 'deleted_at') throw unsortable(name, 'deleted');
    const sort = DELETED_KEY_SORTS[name];
    return this.keys.listDeleted(filterOf(query, caller), caller.reach, { page, size, sort, order });
  }
}

/** The reach decides which keys there are for the caller; this selects among them. */
function filterOf(query: ListKeysQuery, caller: KeyCaller): Parameters<KeyRepository['list']>[0] {
  return {
    userId: userOf(query, caller),
    withMade: query.include_created_by_keys,
    teamId: query.team_id,
    organizationId: query.organization_id,
    projectId: query.project_id,
    accessGroupId: query.access_group_id,
    hash: query.key_hash,
    aliasPart: query.key_alias,
  };
}

/**
 * Whose keys are meant; undefined: all that the caller reaches. As at LiteLLM, who does not read all keys is shown his own, with those of his
 * teams when he asks for them: scripts delete what such a list names.
 */
function userOf(
  { user_id: named, include_team_keys: withTeams }: ListKeysQuery,
  { principal, reach }: KeyCaller,
): string | undefined {
  if (reach.kind === 'all') return named;
  const user = named ?? principal.userId;
  return withTeams && user === principal.userId ? undefined : user;
}
