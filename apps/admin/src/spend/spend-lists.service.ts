import { Injectable } from '@nestjs/common';
import { Clock, usdFromNanoUsd } from '@tollgate/kernel';
import { KeyRepository, SpendSumsRepository, UserRepository } from '@tollgate/persistence';
import { toListedKey } from '../keys/key.mapper.js';
import { toListedUser } from '../users/user.mapper.js';
import { splitNames } from '../validation/split-names.js';
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

  async keys({ page, limit: size }: SpendKeysQuery): Promise<readonly object[]> {
    return (await this.keyRows.listDearest({ page, size })).map(toListedKey);
  }

  /** LiteLLM answers `[null]` for a user that is not there: nothing stands for nobody here. */
  async users({ user_id: id, page, limit: size }: SpendUsersQuery): Promise<readonly object[]> {
    if (id === undefined) return (await this.userRows.listDearest({ page, size })).map(toListedUser);
    const user = await this.userRows.find(id, { kind: 'all' });
    return user === undefined ? [] : [toListedUser(user)];
  }

  async tags(query: SpendTagsQuery): Promise<readonly object[]> {
    const range = readReportRange(query, this.clock.now());
    const names = splitNames(query.tags);
    const sums = await this.sums.labelSums('tag', ['name'], { ...range, names }, query.limit);
    return sums.map(({ name, requests, costNano }) => ({
      individual_request_tag: name,
      log_count: requests,
      total_spend: usdFromNanoUsd(costNano),
    }));
  }
}
