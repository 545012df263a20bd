import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { type ActivityKey, type ActivityOf, ActivityRepository } from '@tollgate/persistence';
import { midnight } from '../spend/midnight.js';
import { DAY_MS } from '../spend/read-date.js';
import { readEdge } from '../spend/read-edge.js';
import { readKeyHash } from '../spend/read-key-hash.js';
import { splitNames } from '../validation/split-names.js';
import { toActivity } from './activity.mapper.js';
import type { ActivityQuery } from './dto/activity.query.js';

/** What an answer is made of at most: the sums of days, models and routes are whole however many there are, and of keys the dearest are told. */
const ROWS_MAX = 2_000;
/** Keys or entities of its days, added up, that an answer over everybody tells whole; of more, the dearest of each day. */
const WHOLE_MAX = 2_000;
/** Days that one answer can span. */
const DAYS_MAX = 1000;

interface Holders {
  /** Ids with commas between. */
  readonly ids?: string | undefined;
  readonly excluded?: string | undefined;
}

/** What was used by day, as far as the caller may see it. */
@Injectable()
export class Activity {
  constructor(private readonly activity: ActivityRepository) {}

  async page(of: ActivityOf, query: ActivityQuery, holders: Holders, reach: Reach): Promise<object> {
    const { page, page_size: size } = query;
    const found = await this.activity.page(of, toFilter(query, holders), reach, {
      page,
      size,
      rowsMax: ROWS_MAX,
      wholeMax: WHOLE_MAX,
    });
    const named = of === 'team' ? await this.aliasesOf(found.parts.entities) : undefined;
    const keys = found.keys.map((key) => withoutForeignAddress(key, reach));
    return toActivity({ ...found, keys }, { page, size }, named);
  }

  /** Every day of the range on one page. */
  whole(of: ActivityOf, query: ActivityQuery, holders: Holders, reach: Reach): Promise<object> {
    return this.page(of, { ...query, page: 1, page_size: DAYS_MAX }, holders, reach);
  }

  /** Agents are not served: no call has one. LiteLLM's answer where nobody made any. */
  ofAgents(query: ActivityQuery): object {
    toFilter(query, {});
    const { page, page_size: size } = query;
    const parts = { whole: [], keys: [], entities: [], keysOfEntities: [] };
    return toActivity({ days: [], dayCount: 0, totals: [], parts, isCut: false, keys: [] }, { page, size });
  }

  private aliasesOf(
    rows: readonly { readonly entityId: string | null }[],
  ): Promise<ReadonlyMap<string, string | null>> {
    return this.activity.teamAliases([...new Set(rows.flatMap(({ entityId }) => entityId ?? []))]);
  }
}

/** Whose key it is tells the key; his address is for himself, and for who sees all users. */
function withoutForeignAddress(key: ActivityKey, reach: Reach): ActivityKey {
  const isSeen = reach.kind === 'all' || (key.userId !== null && reach.userIds.includes(key.userId));
  return isSeen ? key : { ...key, userEmail: null };
}

function toFilter(query: ActivityQuery, { ids, excluded }: Holders) {
  const { start_date: start, end_date: end, api_key: key, model } = query;
  if (start === undefined || end === undefined)
    throw new GatewayError('bad_request', { message: 'Please provide start_date and end_date', param: 'start_date' });
  const from = midnight(readEdge(start, 'start') ?? 0);
  const to = midnight((readEdge(end, 'end') ?? 0) + DAY_MS - 1);
  return { from, to, ids: list(ids), excludedIds: list(excluded), keyHash: readKeyHash(key), model };
}

function list(ids: string | undefined): readonly string[] | undefined {
  return splitNames(ids)?.filter((id) => id !== '');
}
