import { BalanceSource } from '@tollgate/admission';
import type { CounterRef } from '@tollgate/canonical';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A call waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;
const BALANCE_OF = `SELECT amount_nano FROM tollgate.scope_balance
  WHERE scope = $1 AND scope_id = $2 AND window_start = $3::timestamptz`;

/** Window sums as the shipper's statement keeps them: one read by primary key. A sum below zero (refunds) counts as 0. */
export class PgBalanceSource extends BalanceSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async balanceOf({ scope, id, window }: Pick<CounterRef, 'scope' | 'id' | 'window'>): Promise<bigint> {
    const { rows } = await this.database.pool.query<{ amount_nano: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, BALANCE_OF, [scope, id, new Date(window.start).toISOString()]),
    );
    const amount = BigInt(rows[0]?.amount_nano ?? 0);
    return amount > 0n ? amount : 0n;
  }
}
