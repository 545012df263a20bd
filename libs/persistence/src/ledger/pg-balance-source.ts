import { type Balance, BalanceSource } from '@tollgate/admission';
import type { CounterRef } from '@tollgate/canonical';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { PROVISIONAL } from './provisional-sql.js';

/** A call waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;

/** Only what the balance has: of an answer whose record is not there yet, or whose end is, nothing is held. */
const BALANCE_OF = `SELECT coalesce((
    SELECT amount_nano FROM tollgate.scope_balance WHERE scope = $1 AND scope_id = $2 AND window_start = $3::timestamptz
  ), 0) AS amount, coalesce((
    SELECT sum((waiting.account->'record'->'attempts'->-1->>'costNano')::bigint)
    FROM tollgate.background_answer AS waiting CROSS JOIN LATERAL (
      SELECT FROM tollgate.request_fact AS fact
      WHERE fact.received_at = waiting.received_at AND fact.request_id = waiting.request_id AND fact.status IN ${PROVISIONAL} OFFSET 0
    ) AS held
    WHERE waiting.account->'record'->'windows' @>
      jsonb_build_array(jsonb_build_object('scope', $1::text, 'id', $2::text, 'start', $4::bigint))
  ), 0) AS pending`;

/**
 * Window sums as the shipper's statement keeps them, and of the answers that wait for their end those that the window is charged with: both
 * by an index, in one read. A sum below zero (refunds) counts as 0.
 */
export class PgBalanceSource extends BalanceSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async balanceOf({ scope, id, window }: Pick<CounterRef, 'scope' | 'id' | 'window'>): Promise<Balance> {
    const { start } = window;
    const { rows } = await this.database.pool.query<{ amount: string; pending: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, BALANCE_OF, [scope, id, new Date(start).toISOString(), start]),
    );
    const amount = BigInt(rows[0]?.amount ?? 0);
    return { amount: amount > 0n ? amount : 0n, pending: BigInt(rows[0]?.pending ?? 0) };
  }
}
