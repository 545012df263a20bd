import { Prisma } from '../generated/prisma/client.js';

const TOKENS = [
  'input_uncached',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'input_audio',
  'input_image',
  'output',
]
  .concat('reasoning', 'output_audio', 'output_image')
  .map((column) => `coalesce(f.${column}, 0)`)
  .join(' + ');

/** What rows of the ledger are put in order by; `received` alone by an index. */
const ORDERS = {
  received: Prisma.sql`f.received_at`,
  ended: Prisma.sql`f.ended_at`,
  cost: Prisma.sql`f.cost_nano`,
  tokens: Prisma.raw(TOKENS),
  duration: Prisma.sql`f.ended_at - f.received_at`,
  firstToken: Prisma.sql`f.first_token_at - f.received_at`,
  model: Prisma.sql`coalesce(f.litellm_model, f.model_group)`,
} as const;

export interface SpendLogOrder {
  readonly by: keyof typeof ORDERS;
  readonly direction: 'asc' | 'desc';
}

export const NEWEST_FIRST: SpendLogOrder = { by: 'received', direction: 'desc' };

/** For `ORDER BY` of facts `f`: what is unknown comes last, and the newest first among equals. */
export function orderBy({ by, direction }: SpendLogOrder): Prisma.Sql {
  const way = direction === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  if (by === 'received') return Prisma.sql`f.received_at ${way}, f.request_id ${way}`;
  return Prisma.sql`${ORDERS[by]} ${way} NULLS LAST, f.received_at DESC, f.request_id DESC`;
}
