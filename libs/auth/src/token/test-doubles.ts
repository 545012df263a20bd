import type { JwtIssuer, JwtSettings } from '@tollgate/config';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { DocumentSource } from './document-source.port.js';

export const ISSUER = 'https://idp.example.com';
export const AUDIENCE = 'tollgate';
export const KEYS_URL = `${ISSUER}/jwks`;

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An identity provider with one key, whose documents can be read, counted and taken away. */
export class TestIssuer extends DocumentSource {
  readonly documents = new Map<string, JsonValue>();
  readonly asked: string[] = [];
  failing = false;

  private constructor(
    readonly pair: Pair,
    readonly kid: string,
  ) {
    super();
  }

  static async create(kid = 'one'): Promise<TestIssuer> {
    const issuer = new TestIssuer(await generateKeyPair('RS256', { extractable: true }), kid);
    issuer.documents.set(KEYS_URL, { keys: [await issuer.jwk()] });
    return issuer;
  }

  override read(url: string): Promise<JsonValue> {
    this.asked.push(url);
    const document = this.documents.get(url);
    if (this.failing || document === undefined) return Promise.reject(new Error('nobody answers'));
    return Promise.resolve(document);
  }

  async jwk(): Promise<JsonObject> {
    return { ...((await exportJWK(this.pair.publicKey)) as JsonObject), kid: this.kid, alg: 'RS256', use: 'sig' };
  }

  publicPem(): Promise<string> {
    return exportSPKI(this.pair.publicKey);
  }

  /** A token that is good for an hour at `now` unless its claims say otherwise; a claim that is undefined is left out. */
  sign(
    now: number,
    claims: Readonly<Record<string, unknown>> = {},
    header: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const seconds = Math.floor(now / 1000);
    const payload = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', iat: seconds, exp: seconds + 3600, ...claims };
    const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
    return new SignJWT(given).setProtectedHeader({ alg: 'RS256', kid: this.kid, ...header }).sign(this.pair.privateKey);
  }
}

export function issuerOf(changes: Partial<JwtIssuer> = {}): JwtIssuer {
  return { issuer: ISSUER, audience: [AUDIENCE], keyUrls: [KEYS_URL], claims: { userId: 'sub' }, ...changes };
}

export function settingsOf(changes: Partial<JwtSettings> = {}): JwtSettings {
  return {
    issuers: [issuerOf()],
    keyTtlMs: 600_000,
    adminScope: 'litellm_proxy_admin',
    adminRoutes: ['management_routes'],
    teamRoutes: ['openai_routes'],
    createsUsers: false,
    needsTeam: false,
    roleMappings: [],
    userRoleMappings: [],
    ...changes,
  };
}
