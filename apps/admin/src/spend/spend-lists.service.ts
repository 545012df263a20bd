import { Injectable } from '@nestjs/common';
import { Clock, usdFromNanoUsd } from '@tollgate/kernel';
import { KeyRepository, SpendSumsRepository, UserRepository } from '@tollgate/persistence';
import { toListedKey } from '../keys/key.mapper.js';
import { toListedUser } from '../users/user.mapper.js';
import { splitNames } from '../validation/split-names.js';
import { firstOf, type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import type { SpendKeysQuery, SpendTagsQuery, SpendUsersQuery } from './dto/spend-list.query.js';
import { readReportRange } from './report-range.js';

/** LiteLLM's lists of who spent how much, over all tenants. */
@Injectable()
export class SpendLists {
  constructor(
    private readonly keyRows: KeyRepository,
    private readonly userRows: UserRepository,
    private readonly sums: SpendSumsRepository,
    private readonly clock: Clock,
  ) {}

  async keys({ page, limit: size }: SpendKeysQuery): Promise<HeadedAnswer> {
    const { keys, total } = await this.keyRows.listDearest({ page, size });
    return { body: keys.map(toListedKey), headers: pageHeaders(total, page, size) };
  }

  /** LiteLLM answers `[null]` for a user that is not there: nothing stands for nobody here. */
  async users({ user_id: id, page, limit: size }: SpendUsersQuery): Promise<HeadedAnswer> {
    const { users, total } = id === undefined ? await this.userRows.listDearest({ page, size }) : await this.one(id);
    return { body: users.map(toListedUser), headers: pageHeaders(total, page, size) };
  }

  async tags(query: SpendTagsQuery): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    const names = splitNames(query.tags);
    const sums = await this.sums.labelSums('tag', ['name'], { ...range, names }, query.limit + 1);
    return firstOf(sums, query.limit, (shown) =>
      shown.map(({ name, requests, costNano }) => ({
        individual_request_tag: name,
        log_count: requests,
        total_spend: usdFromNanoUsd(costNano),
      })),
    );
  }

  private async one(id: string): ReturnType<UserRepository['listDearest']> {
    const user = await this.userRows.find(id, { kind: 'all' });
    return user === undefined ? { users: [], total: 0 } : { users: [user], total: 1 };
  }
}
