import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { type NanoUsd, nanoUsdFromUsd } from '@tollgate/kernel';
import { type SpendLogFilter, type SpendLogOrder, SpendLogRepository } from '@tollgate/persistence';
import type { SessionLogsQuery } from './dto/session-logs.query.js';
import { SPEND_LOG_SORTS, type SpendLogPageQuery } from './dto/spend-log-page.query.js';
import { readEdge } from './read-edge.js';
import { readKeyHash } from './read-key-hash.js';
import { toListedSpendLog } from './spend-log.mapper.js';

/** Answer of `/spend/logs/v2` (transcript spend-and-activity). */
export interface SpendLogAnswer {
  readonly data: readonly object[];
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly total_pages: number;
  /** Whether there may be more than `total`: older calls were not looked at. */
  readonly total_is_capped: boolean;
  /** Where it is: how far back was looked. `end_date` set to it goes on from there. */
  readonly searched_back_to?: string;
}

/** The ledger as LiteLLM's `/spend/logs/v2` shows it: a page of the calls of a range that the caller may see. */
@Injectable()
export class SpendLogPages {
  constructor(private readonly spendLogs: SpendLogRepository) {}

  find(query: SpendLogPageQuery, reach: Reach): Promise<SpendLogAnswer> {
    const order = { sort: SPEND_LOG_SORTS[query.sort_by], order: query.sort_order };
    return this.page(toFilter(query), { ...query, order }, reach);
  }

  /** The calls that named a session. */
  ofSession(query: SessionLogsQuery, reach: Reach): Promise<SpendLogAnswer> {
    return this.page({ sessionId: query.session_id }, query, reach);
  }

  private async page(
    filter: SpendLogFilter,
    {
      page,
      page_size: size,
      order,
    }: Pick<SpendLogPageQuery, 'page' | 'page_size'> & { readonly order?: SpendLogOrder },
    reach: Reach,
  ): Promise<SpendLogAnswer> {
    const found = await this.spendLogs.list(filter, reach, { page, size, ...(order && { order }) });
    return {
      data: found.rows.map(toListedSpendLog),
      total: found.total,
      page,
      page_size: size,
      total_pages: Math.ceil(found.total / size),
      total_is_capped: found.searchedBackTo !== undefined,
      ...(found.searchedBackTo !== undefined && { searched_back_to: new Date(found.searchedBackTo).toISOString() }),
    };
  }
}

function toFilter(query: SpendLogPageQuery): SpendLogFilter {
  if (query.start_date === undefined || query.end_date === undefined)
    throw new GatewayError('bad_request', { message: 'Start date and end date are required' });
  return {
    from: readEdge(query.start_date, 'start'),
    to: readEdge(query.end_date, 'end'),
    keyHash: readKeyHash(query.api_key),
    keyAlias: query.key_alias,
    userId: query.user_id,
    teamId: query.team_id,
    customer: query.end_user,
    requestId: query.request_id,
    model: query.model,
    minCostNano: readCost('min_spend', query.min_spend),
    maxCostNano: readCost('max_spend', query.max_spend),
    outcome: query.status_filter,
    errorStatus: query.error_code,
    errorPart: query.error_message,
    deploymentId: query.model_id,
  };
}

/** Dollars of a query. Throws the refusal of what is no amount. */
function readCost(param: string, usd: number | undefined): NanoUsd | undefined {
  if (usd === undefined) return undefined;
  const nano = nanoUsdFromUsd(usd);
  if (nano === undefined) {
    const message = `${param} is no amount of dollars: ${String(usd)}`;
    throw new GatewayError('bad_request', { message, param });
  }
  return nano;
}
