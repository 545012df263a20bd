import { Injectable } from '@nestjs/common';
import type { Principal } from '@tollgate/canonical';
import { Clock } from '@tollgate/kernel';
import { KeyRepository } from '@tollgate/persistence';
import { KEY_SORTS, type ListKeysQuery } from './dto/list-keys.query.js';
import { toKeyInfo, toListedKey } from './key.mapper.js';
import { keyNotInDatabase } from './key-refusals.js';
import { visibleTo } from './visibility.js';

/** What is read of keys. Every query is filtered by the caller: a foreign key is an absent one. */
@Injectable()
export class KeyReader {
  constructor(
    private readonly keys: KeyRepository,
    private readonly clock: Clock,
  ) {}

  /** The key named, or the calling one. Deleted keys are found too. */
  async info(ref: string | undefined, caller: Principal): Promise<object> {
    const visibility = visibleTo(caller);
    const name = ref ?? caller.keyHash;
    const key = (await this.keys.findByRef(name, visibility)) ?? (await this.keys.findDeletedByRef(name, visibility));
    if (key === undefined) throw keyNotInDatabase();
    return toKeyInfo(key, name, this.clock.now());
  }

  async list(query: ListKeysQuery, caller: Principal): Promise<object> {
    const { keys, total } = await this.keys.list(
      {
        userId: query.user_id,
        teamId: query.team_id,
        organizationId: query.organization_id,
        projectId: query.project_id,
        hash: query.key_hash,
        aliasPart: query.key_alias,
      },
      visibleTo(caller),
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
