import { Prisma } from '../generated/prisma/client.js';

/** What rows of the ledger are sorted by. `receivedAt` has an index. */
export type SpendLogSort = 'receivedAt' | 'endedAt' | 'cost' | 'tokens' | 'duration' | 'timeToFirstToken' | 'model';

export interface SpendLogOrder {
  readonly sort: SpendLogSort;
  readonly order: 'asc' | 'desc';
}

export const NEWEST_FIRST = { sort: 'receivedAt', order: 'desc' } as const satisfies SpendLogOrder;

const VALUES: Readonly<Record<SpendLogSort, Prisma.Sql>> = {
  receivedAt: Prisma.sql`f.received_at`,
  endedAt: Prisma.sql`f.ended_at`,
  cost: Prisma.sql`f.cost_nano`,
  tokens: Prisma.sql`coalesce(f.input_uncached, 0) + coalesce(f.cache_read, 0) + coalesce(f.cache_write_5m, 0) + coalesce(f.cache_write_1h, 0)
    + coalesce(f.input_audio, 0) + coalesce(f.input_image, 0) + coalesce(f.output, 0) + coalesce(f.reasoning, 0)
    + coalesce(f.output_audio, 0) + coalesce(f.output_image, 0)`,
  duration: Prisma.sql`f.ended_at - f.received_at`,
  timeToFirstToken: Prisma.sql`f.first_token_at - f.received_at`,
  model: Prisma.sql`f.litellm_model`,
};

/** ORDER BY of facts `f`; what is unknown stands last either way. */
export function orderOf({ sort, order }: SpendLogOrder): Prisma.Sql {
  const direction = order === 'desc' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const byTime = Prisma.sql`f.received_at ${direction}, f.request_id ${direction}`;
  return sort === 'receivedAt' ? byTime : Prisma.sql`${VALUES[sort]} ${direction} NULLS LAST, ${byTime}`;
}
