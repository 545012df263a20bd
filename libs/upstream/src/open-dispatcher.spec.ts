import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '@tollgate/canonical';
import { UpstreamClient } from './upstream-client.js';

/** A certificate of its own authority, for provider.test and localhost, with its key: made for these tests, good for nothing else. */
const PEM = readFileSync(join(__dirname, '../../../test/support/tls/provider.pem'), 'utf8');
const TIMEOUTS = { connectMs: 2_000, firstTokenMs: 10_000, idleMs: 10_000, totalMs: 10_000 };

const provider = createServer(
  { cert: PEM, key: PEM, requestCert: true, rejectUnauthorized: false },
  (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(`${request.headers.host} shown ${String(subject?.CN)}`);
  },
);
const tunnels: string[] = [];
const proxy = createProxy();
proxy.on('connect', ({ url = '' }, client, head) => {
  tunnels.push(url);
  const server = connect(portOf(provider), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    server.write(head);
    server.pipe(client).pipe(server);
  });
  for (const socket of [server, client]) socket.on('error', () => undefined);
});

const clients: UpstreamClient[] = [];

beforeAll(async () => {
  for (const server of [provider, proxy]) await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  for (const server of [provider, proxy]) server.close();
});

describe('connections to a provider', () => {
  it('refuse a certificate that no known authority signed', async () => {
    await expect(call({})).rejects.toMatchObject({ failure: { transport: 'unreachable' } });
  });

  it.each<readonly [string, TlsSettings]>([
    ['the authorities that are configured for it', { authorities: PEM }],
    ['no check at all', { verify: false }],
  ])('are made with %s', async (_name, tls) => {
    expect(await call({ tls })).toMatch(/^localhost:\d+ shown undefined$/);
  });

  it('show the certificate of the client where one is configured', async () => {
    expect(await call({ tls: { authorities: PEM, certificate: PEM } })).toMatch(/shown tollgate tests$/);
  });

  it("keep apart what one provider's settings allow from another's", async () => {
    const client = connectWith({});
    expect(await call({ client, tls: { verify: false } })).toContain('shown');
    await expect(call({ client })).rejects.toMatchObject({ failure: { transport: 'unreachable' } });
  });

  it('go through the proxy for their scheme, but for hosts that are reached directly', async () => {
    const client = connectWith({ https: `http://127.0.0.1:${String(portOf(proxy))}`, direct: 'direct.test' });
    expect(await call({ client, tls: { authorities: PEM }, origin: 'https://provider.test' })).toBe(
      'provider.test shown undefined',
    );
    expect(tunnels).toEqual(['provider.test:443']);
    expect(await call({ client, tls: { authorities: PEM } })).toContain('localhost');
    await expect(call({ client, origin: 'https://direct.test' })).rejects.toMatchObject({
      failure: { transport: 'unreachable' },
    });
    expect(tunnels).toHaveLength(1);
  });
});

function connectWith(settings: ConstructorParameters<typeof UpstreamClient>[0]): UpstreamClient {
  const client = new UpstreamClient(settings);
  clients.push(client);
  return client;
}

async function call({
  client = connectWith({}),
  origin = `https://localhost:${String(portOf(provider))}`,
  tls,
}: {
  readonly client?: UpstreamClient;
  readonly origin?: string;
  readonly tls?: TlsSettings;
}): Promise<string> {
  const { signal } = new AbortController();
  const answer = await client.send(
    { method: 'GET', origin, path: ['v1'], headers: {} },
    { timeouts: TIMEOUTS, streamed: false, signal, tls },
  );
  return (await answer.body.readAll(1_000)).toString();
}

function portOf(server: Server | typeof provider): number {
  return (server.address() as AddressInfo).port;
}
