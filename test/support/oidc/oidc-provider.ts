import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** An identity provider on loopback: its OpenID configuration, its keys, and tokens as it signs them. */
export class OidcProvider {
  /** Paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: http.Server,
    private readonly key: PrivateKey,
    readonly issuer: string,
  ) {}

  static async start(): Promise<OidcProvider> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }];
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new OidcProvider(
      server,
      privateKey,
      `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    );
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      provider.asked.push(request.url ?? '');
      const document =
        request.url === '/keys' ? { keys } : { issuer: provider.issuer, jwks_uri: `${provider.issuer}/keys` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
    });
    return provider;
  }

  /** What the gateway is given in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return {
      JWT_PUBLIC_KEY_URL: `${this.issuer}/.well-known/openid-configuration`,
      JWT_AUDIENCE: 'tollgate',
      JWT_ISSUER: this.issuer,
    };
  }

  /** A token that is good for an hour from now unless its claims say otherwise. */
  sign(claims: JWTPayload): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: this.issuer, aud: 'tollgate', exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(this.key);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
