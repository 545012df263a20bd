import { ConfidentialClientApplication, type INetworkModule, type NetworkRequestOptions } from '@azure/msal-node';
import type { Credential, HttpRequestSpec } from '@tollgate/canonical';
import { maskValues } from '@tollgate/kernel';
import type { SendWhole } from './send-whole.js';
import type { IssuedToken, TokenIssuer, TrustedAuthorities } from './token-issuer.js';

/** Microsoft's public cloud; `AZURE_AUTHORITY_HOST` names another. */
const AUTHORITY = 'https://login.microsoftonline.com';
/** LiteLLM's scope (`AZURE_SCOPE`), and that of Azure OpenAI's documentation. */
const SCOPE = 'https://cognitiveservices.azure.com/.default';

interface Client {
  readonly authority: string;
  readonly clientId: string;
  /** What the application shows that it is itself: its secret, or another issuer's token, as it stands or by its file. */
  readonly shows: 'client_secret' | 'client_assertion' | 'client_assertion_file';
  readonly value: string;
  readonly scope: string;
}

/** The text of a file that a platform keeps a token in, and renews it in. */
export type ReadTokenFile = (path: string) => Promise<string>;

/** Tokens of Microsoft Entra for an application (OAuth 2.0 client credentials), where no key or token is set. */
export class EntraIssuer implements TokenIssuer {
  constructor(
    private readonly send: SendWhole,
    private readonly readFile: ReadTokenFile,
  ) {}

  identify(credential: Credential): string | undefined {
    const client = clientOf(credential);
    return client === undefined ? undefined : JSON.stringify(client);
  }

  async issue(credential: Credential, tls?: TrustedAuthorities): Promise<IssuedToken> {
    const client = clientOf(credential);
    if (client === undefined) throw new Error('no client credentials');
    const { authority, clientId, scope } = client;
    const secret = await this.secretOf(client);
    const shown = client.shows === 'client_secret' ? { clientSecret: secret } : { clientAssertion: secret };
    // a new application each time: its cache would give the old token again
    const application = new ConfidentialClientApplication({
      auth: { clientId, ...shown, authority, knownAuthorities: [new URL(authority).host] },
      system: { networkClient: networkOver((spec) => this.send(spec, tls)) },
    });
    const result = await application.acquireTokenByClientCredential({ scopes: [scope] }).catch((error: unknown) => {
      throw withoutSecret(error, secret);
    });
    if (result === null || result.accessToken === '' || result.expiresOn === null)
      throw new Error('Microsoft Entra answered without a token');
    return { token: result.accessToken, expiresAt: result.expiresOn.getTime() };
  }

  apply(credential: Credential, token: string): Credential {
    return { ...credential, azure_ad_token: token };
  }

  private async secretOf({ shows, value }: Client): Promise<string> {
    if (shows !== 'client_assertion_file') return value;
    const token = (await this.readFile(value)).trim();
    if (token === '') throw new Error(`the token's file ${value} is empty`);
    return token;
  }
}

function clientOf(credential: Credential): Client | undefined {
  const { api_key: key, azure_ad_token: token, tenant_id: tenant, client_id: clientId } = credential;
  const { azure_scope: scope = SCOPE, azure_authority_host: host = AUTHORITY } = credential;
  if (key !== undefined || token !== undefined || tenant === undefined || clientId === undefined) return undefined;
  const shows = SHOWN.find((name) => credential[name] !== undefined);
  if (shows === undefined) return undefined;
  const value = credential[shows] ?? '';
  return { authority: `${host.replace(/\/+$/, '')}/${tenant}`, clientId, shows, value, scope };
}

/** Where several are set, what was asked for by name (`oidc/…`) goes before the secret that the environment may hold for others. */
const SHOWN = ['client_assertion', 'client_assertion_file', 'client_secret'] as const;

/** Entra's own words do not hold it; those of whoever answers in its place may. */
function withoutSecret(error: unknown, secret: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(maskValues(message, [secret]));
}

/** The library's requests over the gateway's own client. */
function networkOver(send: SendWhole): INetworkModule {
  const ask = async <T>(method: 'GET' | 'POST', url: string, options: NetworkRequestOptions = {}) => {
    const { status, headers, body } = await send(toSpec(method, url, options));
    return { status, headers: { ...headers }, body: JSON.parse(body) as T };
  };
  return {
    sendGetRequestAsync: (url, options) => ask('GET', url, options),
    sendPostRequestAsync: (url, options) => ask('POST', url, options),
  };
}

function toSpec(
  method: 'GET' | 'POST',
  address: string,
  { headers = {}, body }: NetworkRequestOptions,
): HttpRequestSpec {
  const url = new URL(address);
  const query = Object.fromEntries(url.searchParams);
  return {
    method,
    origin: url.origin,
    path: url.pathname.split('/').slice(1).map(decodeURIComponent),
    ...(Object.keys(query).length > 0 && { query }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(body !== undefined && { body }),
  };
}
