import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { Clock } from '@tollgate/kernel';
import { KeyRepository } from '@tollgate/persistence';
import { KEY_SORTS, type ListKeysQuery } from './dto/list-keys.query.js';
import { toKeyInfo, toListedKey } from './key.mapper.js';
import { keyNotInDatabase } from './key-refusals.js';

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
