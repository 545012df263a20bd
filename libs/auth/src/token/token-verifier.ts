import type { GatewayError } from '@tollgate/canonical';
import type { JwtIssuer, JwtSettings } from '@tollgate/config';
import { type Clock, fail, type Instant, isJsonObject, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { decodeJwt, errors, importJWK, type JWK, type JWTHeaderParameters, jwtVerify } from 'jose';
import type { DocumentSource } from './document-source.port.js';
import { KeySet } from './key-set.js';
import { invalidToken, keysOfIssuerUnavailable } from './token-refusals.js';

/** Signatures by a private key alone: a public key is never taken for a shared secret, and `none` for a signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks may differ by so much. */
export const SKEW_SECONDS = 30;
/** Keys without an id that are tried. */
const KEYS_TRIED_MAX = 8;

export interface VerifiedToken {
  readonly claims: JsonObject;
  readonly issuer: JwtIssuer;
  readonly expiresAt: Instant;
}

/** Who signed a token, and whether it is good now. Keys come from the addresses that the operator named, and from nowhere else. */
export class TokenVerifier {
  private readonly sets: ReadonlyMap<JwtIssuer, readonly KeySet[]>;

  constructor(
    private readonly settings: JwtSettings,
    source: DocumentSource,
    private readonly clock: Clock,
  ) {
    const keySet = (url: string): KeySet => new KeySet(url, source, clock, settings.keyTtlMs);
    this.sets = new Map(settings.issuers.map((issuer) => [issuer, issuer.keyUrls.map(keySet)]));
  }

  /** Reads the keys, so that the first caller need not wait; never rejects. */
  async prepare(): Promise<void> {
    await Promise.all([...this.sets.values()].flat().map((set) => set.prepare()));
  }

  /** 401 for a token that is not good; 503 when its issuer's keys cannot be read. */
  async verify(token: string): Promise<Outcome<VerifiedToken, GatewayError>> {
    const issuer = this.issuerOf(token);
    if (issuer === undefined) return fail(invalidToken('it is of no issuer that is trusted here'));
    let refusal: GatewayError | undefined;
    for (const set of this.sets.get(issuer) ?? []) {
      const verified = await this.verifyWith(set, issuer, token);
      if (verified.ok) return verified;
      refusal = refusal === undefined || refusal.code === 'store_unavailable' ? verified.error : refusal;
    }
    return fail(refusal ?? invalidToken('its issuer has no keys'));
  }

  /** By what the token says of itself; whether that is true, its signature and the check of `iss` tell. */
  private issuerOf(token: string): JwtIssuer | undefined {
    const [only, ...others] = this.settings.issuers;
    if (others.length === 0) return only;
    try {
      const { iss } = decodeJwt(token);
      return this.settings.issuers.find(({ issuer }) => issuer === iss);
    } catch {
      return undefined;
    }
  }

  private async verifyWith(
    set: KeySet,
    issuer: JwtIssuer,
    token: string,
  ): Promise<Outcome<VerifiedToken, GatewayError>> {
    let unavailable: { readonly cause: unknown } | undefined;
    const keysFor = async (header: JWTHeaderParameters): Promise<readonly JsonObject[]> => {
      const found = await set.find(header.kid).catch((cause: unknown) => {
        unavailable = { cause };
        return [];
      });
      return found.filter((key) => key['alg'] === undefined || key['alg'] === header.alg).slice(0, KEYS_TRIED_MAX);
    };
    try {
      const payload = await this.verifyAny(token, issuer, keysFor);
      if (!isJsonObject(payload)) return fail(invalidToken('it has no claims'));
      return succeed({ claims: payload, issuer, expiresAt: Number(payload['exp']) * 1000 });
    } catch (error) {
      if (unavailable !== undefined) return fail(keysOfIssuerUnavailable(unavailable.cause));
      return fail(invalidToken(reasonOf(error)));
    }
  }

  /** Of several keys without an id, one has to fit. */
  private async verifyAny(
    token: string,
    { issuer, audience }: JwtIssuer,
    keysFor: (header: JWTHeaderParameters) => Promise<readonly JsonObject[]>,
  ): Promise<unknown> {
    const options = {
      algorithms: ALGORITHMS,
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(this.clock.now()),
      requiredClaims: ['exp'],
      ...(issuer !== undefined && { issuer }),
      ...(audience !== undefined && { audience: [...audience] }),
    };
    for (let tried = 0; ; tried += 1) {
      let left = 0;
      const key = async (header: JWTHeaderParameters) => {
        const keys = await keysFor(header);
        left = keys.length - tried - 1;
        const jwk = keys[tried];
        if (jwk === undefined) throw new errors.JWKSNoMatchingKey();
        return importJWK(jwk as JWK, header.alg);
      };
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed) || left <= 0) throw error;
      }
    }
  }
}

/** In words that name no value of the token. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its claim ${error.claim} is not as it has to be`;
  if (error instanceof errors.JWKSNoMatchingKey) return 'its issuer has no key that signed it';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed';
  return 'it is malformed';
}
