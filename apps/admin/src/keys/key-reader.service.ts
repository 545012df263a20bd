import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { Clock } from '@tollgate/kernel';
import { KeyRepository } from '@tollgate/persistence';
import { KEY_SORTS, type ListKeysQuery } from './dto/list-keys.query.js';
import type { ListAliasesQuery } from './dto/list-aliases.query.js';
import { toKeyInfo, toKeyInfos, toListedKey } from './key.mapper.js';
import { keyNotInDatabase, tooManyKeys } from './key-refusals.js';

/** Keys that one call of `/v2/key/info` reads. */
const INFOS_MAX = 100;

/** What is read of keys. Every query is filtered by the caller: a foreign key is an absent one. */
@Injectable()
export class KeyReader {
  constructor(
    private readonly keys: KeyRepository,
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

  async list(query: ListKeysQuery, reach: Reach): Promise<object> {
    const { keys, total } = await this.keys.list(
      {
        userId: query.user_id,
        teamId: query.team_id,
        organizationId: query.organization_id,
        projectId: query.project_id,
        hash: query.key_hash,
        aliasPart: query.key_alias,
      },
      reach,
      { page: query.page, size: query.size, sort: KEY_SORTS[query.sort_by], order: query.sort_order },
    );
    return {
      keys: query.return_full_object ? keys.map(toListedKey) : keys.map(({ hash }) => hash),
      total_count: total,
      current_page: query.page,
      total_pages: Math.ceil(total / query.size),
    };
  }
}
