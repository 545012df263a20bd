import type { Instant, JsonObject } from '@tollgate/kernel';
import type { LimitedScope } from './limits.js';
import type { RouterOverrides } from './snapshot.js';
import type { TokenIdentity } from './token-identity.js';
import type { UserRole } from './user-role.js';

/** What a caller is blocked with: one that he stands under, or a key that binds his. */
export interface Blocker {
  readonly scope: 'binding_key' | 'project' | 'user' | 'organization';
  readonly id: string;
}

/** Who is calling, as authentication found it. Every id in here can invalidate it. */
export interface Principal {
  readonly kind: 'master' | 'key' | 'token' | 'anonymous';
  /** Own id of the key, of who a token stands for; the fixed ids of `MASTER_KEY_ID` and `ANONYMOUS_KEY_ID` for the other kinds. */
  readonly keyId: string;
  /** SHA-256 (hex) of the secret that was shown: LiteLLM's `token`. Goes to records and metrics, never to a provider. */
  readonly keyHash: string;
  readonly keyAlias?: string;
  /** Masked secret (`sk-...abcd`), for messages. */
  readonly keyName?: string;
  readonly role: UserRole;
  /** Somebody else than its user knows the key: on the admin API it is nobody but itself. */
  readonly lent?: true;
  readonly userId?: string;
  readonly userEmail?: string;
  readonly teamId?: string;
  readonly teamAlias?: string;
  readonly teamMemberId?: string;
  readonly projectId?: string;
  readonly organizationId?: string;
  /** Models the key may use; empty means all. May hold wildcards (`openai/*`) and LiteLLM's special names. */
  readonly models: readonly string[];
  /** Models of the team; empty means all. */
  readonly teamModels: readonly string[];
  /** What the user may use of the team's models, as its member; absent or empty means all of them. */
  readonly memberModels?: readonly string[];
  /** Models of the user, for keys without a team; absent or empty means all. */
  readonly userModels?: readonly string[];
  /** Models of the project; absent or empty means all. */
  readonly projectModels?: readonly string[];
  /** Models of the organization; absent or empty means all. */
  readonly organizationModels?: readonly string[];
  /** Model aliases of the key: name asked for -> name used. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Model aliases of the team, applied after the key's own; absent: none. */
  readonly teamAliases?: Readonly<Record<string, string>>;
  /** What its key, else its team, sets of the router; absent: nothing. */
  readonly router?: RouterOverrides;
  /** Routes the key may use; empty means all. */
  readonly allowedRoutes: readonly string[];
  /** What each of its calls has to say: names of the body's members, with dots between (`metadata.generation_name`); absent: nothing. */
  readonly enforcedParams?: readonly string[];
  readonly blocked: boolean;
  /** What is blocked in its place; absent: it is blocked itself, or not at all. */
  readonly blockedBy?: Blocker;
  /** The key is refused because its team is blocked. */
  readonly teamBlocked?: boolean;
  readonly expiresAt?: Instant;
  /** When the secret that was shown ends before its key does: another has replaced it. */
  readonly secretEndsAt?: Instant;
  /** A schedule made another secret of the key, which nobody has fetched yet. */
  readonly rotationUncollected?: true;
  /** Every scope of the caller, limited or not (spend is summed for each). */
  readonly scopes: readonly LimitedScope[];
  readonly tags: readonly string[];
  /** Those of them that are the key's own, whatever its team and project carry; absent: none. */
  readonly ownTags?: readonly string[];
  /** Budgets by id that one of the scopes is linked to; absent: none. */
  readonly budgetIds?: readonly string[];
  /** Spend of the key's current window in the ledger when it was loaded, nano-dollars: for `x-litellm-key-spend` only. */
  readonly spendNano?: bigint;
  /** The key's metadata: inert, shown to callbacks. */
  readonly metadata: JsonObject;
  /** Of a token's caller: what it is found by. */
  readonly token?: TokenIdentity;
  /** The same caller for the other teams that its token names: the first that may use a model calls for it. */
  readonly alternatives?: readonly Principal[];
}

export const MASTER_KEY_ID = '00000000-0000-7000-8000-000000000001';
export const ANONYMOUS_KEY_ID = '00000000-0000-7000-8000-000000000002';
