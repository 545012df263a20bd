import type { GatewayError, Principal, TokenIdentity } from '@tollgate/canonical';
import type { JwtSettings } from '@tollgate/config';
import { type Clock, fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';
import { LRUCache } from 'lru-cache';
import { hashSecret } from '../hash-secret.js';
import type { KeyCache } from '../key-cache.js';
import { letIn } from '../let-in.js';
import { readIdentity } from './read-identity.js';
import { invalidToken, tokenNotAllowed } from './token-refusals.js';
import { SKEW_SECONDS, type TokenVerifier } from './token-verifier.js';

const TOKENS_MAX = 10_000;

interface Known {
  readonly identity: TokenIdentity;
  readonly identityHash: string;
  readonly expiresAt: Instant;
  /** When its signature has to be looked at again: the issuer may have given up the key. */
  readonly goodUntil: number;
}

/**
 * From a token of an identity provider to who is calling: verified once, by the SHA-256 of the whole token, then known until it ends or
 * the issuer's keys are old. Who it stands for is asked of the store as for a key, so that whatever changes there holds at once.
 */
export class TokenAuthenticator {
  private readonly known = new LRUCache<string, Known>({ max: TOKENS_MAX });

  constructor(
    private readonly verifier: Pick<TokenVerifier, 'verify'>,
    private readonly callers: Pick<KeyCache, 'find'>,
    private readonly clock: Clock,
    private readonly settings: JwtSettings,
  ) {}

  /** Whether a secret has the form of a token. */
  recognises(secret: string): boolean {
    return !secret.startsWith('sk-') && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(secret);
  }

  /** `hash` is the SHA-256 of the token. 401, 403 or 503 as the verifier, the settings and the store have it. */
  async authenticate(token: string, hash: string): Promise<Outcome<Principal, GatewayError>> {
    const known = await this.knownOf(token, hash);
    if (!known.ok) return known;
    const { identity, identityHash, expiresAt } = known.value;
    if (expiresAt + SKEW_SECONDS * 1000 <= this.clock.now()) return fail(invalidToken('it has expired'));
    const found = await this.callers.find(identityHash, identity);
    return letIn(found, this.clock.now(), () => nobody(identity));
  }

  private async knownOf(token: string, hash: string): Promise<Outcome<Known, GatewayError>> {
    const known = this.known.get(hash);
    if (known !== undefined && this.clock.monotonicMs() < known.goodUntil) return succeed(known);
    const verified = await this.verifier.verify(token);
    if (!verified.ok) return verified;
    const { claims, issuer, expiresAt } = verified.value;
    const identity = readIdentity(claims, issuer, this.settings);
    if (!identity.ok) return identity;
    const goodUntil = this.clock.monotonicMs() + this.settings.keyTtlMs;
    const now = { identity: identity.value, identityHash: hashOf(identity.value), expiresAt, goodUntil };
    this.known.set(hash, now);
    return succeed(now);
  }
}

/** Everything that who is calling depends on. */
function hashOf(identity: TokenIdentity): string {
  return hashSecret(
    JSON.stringify(['token', ...Object.entries(identity).sort(([one], [other]) => (one < other ? -1 : 1))]),
  );
}

function nobody({ userId, teamIds, organizationId }: TokenIdentity): GatewayError {
  const named = [
    ...(userId === undefined ? [] : [`user ${userId}`]),
    ...(teamIds.length === 0 ? [] : [`team ${teamIds.join(' or ')}`]),
    ...(organizationId === undefined ? [] : [`organization ${organizationId}`]),
  ];
  return tokenNotAllowed(`The token is of ${named.join(', ')}, which this gateway does not know together.`);
}
