import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { ActivityRepository, type SpendLogFilter, SpendLogRepository } from '@tollgate/persistence';
import { type HeadedAnswer, moreHeaders, pageHeaders } from '../shown/page-headers.js';
import { type DaySums, toDaySums } from './day-sums.mapper.js';
import type { SpendLogsQuery } from './dto/spend-logs.query.js';
import { DAY_MS } from './read-date.js';
import { readEdge } from './read-edge.js';
import { readKeyHash } from './read-key-hash.js';
import { toSaid } from './said.mapper.js';
import { toSpendLog } from './spend-log.mapper.js';

const SUMMED_DAYS_MAX = 366;
/** Keys or users of days that are told whole where everybody is asked for; of more, the dearest of each day. */
const WHOLE_MAX = 10_000;

/** The ledger as LiteLLM's `/spend/logs` shows it: a page of calls, newest first, or sums by day. Never the whole table. */
@Injectable()
export class SpendLogs {
  constructor(
    private readonly spendLogs: SpendLogRepository,
    private readonly activity: ActivityRepository,
  ) {}

  async find(query: SpendLogsQuery, reach: Reach): Promise<HeadedAnswer> {
    const start = readEdge(query.start_date, 'start');
    const end = readEdge(query.end_date, 'end');
    const filter: SpendLogFilter = {
      keyHash: readKeyHash(query.api_key),
      userId: query.user_id,
      requestId: query.request_id,
      from: start,
      to: end,
    };
    if (query.summarize && query.request_id === undefined && start !== undefined && end !== undefined)
      return this.sum(filter, reach, start, end);
    const { rows, total } = await this.spendLogs.list(filter, reach, { page: query.page, size: query.page_size });
    const headers = pageHeaders(total, query.page, query.page_size);
    return { body: rows.map(toSpendLog), headers };
  }

  /** Prompt and answer of a call, as LiteLLM shows them for one row. */
  async texts(requestId: string, reach: Reach): Promise<object> {
    const found = await this.spendLogs.find(requestId, reach);
    if (found !== undefined) return toSaid(found.row, found.texts);
    const message = `No call with the id ${requestId} was found. Name a request id, an x-litellm-call-id or the id of an answer.`;
    throw new GatewayError('not_found', { message, param: 'request_id' });
  }

  private async sum(filter: SpendLogFilter, reach: Reach, start: Instant, end: Instant): Promise<HeadedAnswer> {
    if (end - start > SUMMED_DAYS_MAX * DAY_MS) {
      const message = `start_date and end_date are more than ${String(SUMMED_DAYS_MAX)} days apart. Ask for a shorter range.`;
      throw new GatewayError('bad_request', { message, param: 'start_date' });
    }
    const isOfEverybody = reach.kind === 'all' && filter.keyHash === undefined && filter.userId === undefined;
    const dearest = isOfEverybody && isWholeDays(start, end) ? await this.dearest(start, end) : undefined;
    if (dearest !== undefined) return { body: toDaySums(dearest, start, end), headers: moreHeaders(true) };
    const sums = await this.spendLogs.sumByDay(filter, reach);
    return { body: toDaySums({ whole: sums, keys: sums, users: sums }, start, end), headers: moreHeaders(false) };
  }

  /** The dearest keys and users of each day, where there are many over everybody. */
  private async dearest(from: Instant, to: Instant): Promise<DaySums | undefined> {
    const limits = { daysMax: SUMMED_DAYS_MAX, wholeMax: WHOLE_MAX };
    const parts = await this.activity.dearestOfDays('user', { from, to }, limits);
    if (parts === undefined) return undefined;
    const hashes = await this.activity.keyHashes([...new Set(parts.keys.map(({ keyId }) => keyId))]);
    return {
      whole: parts.whole,
      keys: parts.keys.map(({ day, keyId, costNano }) => ({ day, keyHash: hashes.get(keyId) ?? keyId, costNano })),
      users: parts.entities.map(({ day, entityId, costNano }) => ({ day, userId: entityId, costNano })),
    };
  }
}

function isWholeDays(start: Instant, end: Instant): boolean {
  return start % DAY_MS === 0 && end % DAY_MS === 0;
}
