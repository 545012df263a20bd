import { computeWindow } from '@tollgate/admission';
import { KeyStore } from '@tollgate/auth';
import type { Principal, TokenIdentity } from '@tollgate/canonical';
import { type Clock, uuidV5 } from '@tollgate/kernel';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { FIND_CALLERS, FIND_KEY } from './find-key-sql.js';
import { type FoundKey, toPrincipal } from './to-principal.js';
import type { TokenUsers } from './token-users.js';

/** A caller waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;

const BALANCE_OF_KEY = `SELECT amount_nano FROM tollgate.scope_balance
  WHERE scope = 'key' AND scope_id = $1 AND window_start = $2::timestamptz`;

/** A secret in use has been received: the copy that it was fetched from is not needed any more. */
const FORGET_COPY = 'UPDATE tollgate.key_secret SET sealed = NULL WHERE hash = $1 AND collected_at IS NOT NULL';

/** Keys in PostgreSQL, on the two connections that look-ups have to themselves. */
export class PgKeyStore extends KeyStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** undefined: no tokens are taken. */
    private readonly tokenUsers?: Pick<TokenUsers, 'idOf'>,
  ) {
    super();
  }

  override async findByHash(hash: string): Promise<Principal | undefined> {
    const { rows } = await this.database.keyPool.query<FoundKey>(answerWithin(ANSWER_TIMEOUT_MS, FIND_KEY, [hash]));
    const row = rows[0];
    if (row === undefined) return undefined;
    if (row.secret_is_new) await this.database.keyPool.query(answerWithin(ANSWER_TIMEOUT_MS, FORGET_COPY, [hash]));
    return this.withSpend(row, hash);
  }

  override async findByToken(identity: TokenIdentity): Promise<Principal | undefined> {
    const { userId, teamIds, role } = identity;
    const known = userId === undefined ? undefined : await this.tokenUsers?.idOf({ ...identity, userId });
    // an admin need not be anybody here
    if (userId !== undefined && known === undefined && role !== 'proxy_admin') return undefined;
    const rows = (teamIds.length === 0 ? [null] : teamIds).map((team) => toRow(identity, known ?? userId, team));
    const found = await this.database.keyPool.query<FoundKey>(
      answerWithin(ANSWER_TIMEOUT_MS, FIND_CALLERS, [JSON.stringify(rows)]),
    );
    const [first, ...others] = found.rows.map((row): Principal => {
      const principal = toPrincipal(row, '', BigInt(row.lifetime_nano ?? 0));
      return { ...principal, kind: 'token', ...(role !== undefined && { role }) };
    });
    return first === undefined || others.length === 0 ? first : { ...first, alternatives: others };
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

/** Who a token stands for as a key of its own would say it: the same user and team are one caller, whatever the token. */
function toRow(identity: TokenIdentity, userId: string | undefined, teamId: string | null): object {
  return {
    id: uuidV5('token', identity.issuer, userId ?? '', teamId ?? ''),
    name: 'token',
    user_id: userId ?? null,
    team_id: teamId,
    organization_id: identity.organizationId ?? null,
    models: identity.models,
    allowed_routes: identity.allowedRoutes,
    aliases: {},
    metadata: {},
    tags: [],
    model_max_budget: {},
    created_at: new Date(0),
  };
}
