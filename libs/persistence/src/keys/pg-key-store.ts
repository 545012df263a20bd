import { computeWindow } from '@tollgate/admission';
import { KeyStore } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Clock } from '@tollgate/kernel';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { FIND_KEY } from './find-key-sql.js';
import { type FoundKey, toPrincipal } from './to-principal.js';

/** A caller waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;

const BALANCE_OF_KEY = `SELECT amount_nano FROM tollgate.scope_balance
  WHERE scope = 'key' AND scope_id = $1 AND window_start = $2::timestamptz`;

/** Keys in PostgreSQL, on the two connections that look-ups have to themselves. */
export class PgKeyStore extends KeyStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async findByHash(hash: string): Promise<Principal | undefined> {
    const { rows } = await this.database.keyPool.query<FoundKey>(answerWithin(ANSWER_TIMEOUT_MS, FIND_KEY, [hash]));
    const row = rows[0];
    return row === undefined ? undefined : this.withSpend(row, hash);
  }

  /** Spend of the current window; the lifetime's came with the key. */
  private async withSpend(row: FoundKey, hash: string): Promise<Principal> {
    const principal = toPrincipal(row, hash, BigInt(row.lifetime_nano ?? 0));
    const window = principal.scopes.find(({ scope }) => scope === 'key')?.limits.budgetWindow;
    if (window === undefined) return principal;
    const start = new Date(computeWindow(window, this.clock.now()).start).toISOString();
    const { rows } = await this.database.keyPool.query<{ amount_nano: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, BALANCE_OF_KEY, [row.id, start]),
    );
    return { ...principal, spendNano: BigInt(rows[0]?.amount_nano ?? 0) };
  }
}
