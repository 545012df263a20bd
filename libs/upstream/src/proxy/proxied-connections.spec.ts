import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UpstreamFailure } from '@tollgate/canonical';
import { waitFor } from '../../../../test/support/gateway/index.js';
import { answerJson, ConnectProxy, noTunnel, ReplayUpstream } from '../../../../test/support/upstream/index.js';
import { UpstreamBroken } from '../body-reader.js';
import { HttpSender } from '../http-sender.js';
import { UpstreamClient } from '../upstream-client.js';
import type { ProxySettings } from './choose-proxy.js';

/** A certificate of its own authority, for provider.test, localhost and 127.0.0.1, with its key: good for these tests alone. */
const PEM = readFileSync(join(__dirname, '../../../../test/support/tls/provider.pem'), 'utf8');
const TIMEOUTS = { connectMs: 2_000, firstTokenMs: 10_000, idleMs: 10_000, totalMs: 2_500 };

const secure = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const plain = ReplayUpstream.ofFile();
for (const upstream of [secure, plain]) upstream.on('', answerJson(200, 'here'));
const toSecure = ConnectProxy.ofFile(() => secure.port);
const toPlain = ConnectProxy.ofFile(() => plain.port);
const encrypted = ConnectProxy.ofFile(() => secure.port, { cert: PEM, key: PEM });

/** A provider's address by scheme, its tunnel, the proxy that stands before it, and how that is set. */
const schemes = [
  {
    origin: 'https://provider.test',
    tunnel: 'provider.test:443',
    proxy: toSecure,
    set: (https: string) => ({ https }),
  },
  { origin: 'http://provider.test', tunnel: 'provider.test:80', proxy: toPlain, set: (http: string) => ({ http }) },
] as const;

const clients: UpstreamClient[] = [];
afterAll(() => Promise.all(clients.map((client) => client.close())));

describe.each(schemes)('a connection to $origin through a proxy', ({ origin, tunnel, proxy, set }) => {
  const settings = (): ProxySettings => set(proxy.url.replace('://', '://user:s%40cret@'));

  it('leads to the provider, and shows the proxy its user', async () => {
    proxy.on(tunnel, (client) => proxy.lead(client));
    expect(await call(connectWith(settings()), { origin })).toBe('"here"');
    expect(proxy.asked.at(-1)).toMatchObject({
      host: tunnel,
      'proxy-authorization': `Basic ${Buffer.from('user:s@cret').toString('base64')}`,
    });
  });

  it.each([
    ['ends it without an answer', noTunnel.drop, /closed the connection/],
    ['answers 403', noTunnel.refuse(403), /answered 403 \(Forbidden\)/],
    ['answers 407', noTunnel.refuse(407), /answered 407 \(Proxy Authentication Required\)/],
    ['answers 502', noTunnel.refuse(502), /answered 502 \(Bad Gateway\)/],
    ['answers what is no HTTP', (socket: { end(text: string): unknown }) => void socket.end('hello\r\n\r\n'), /HPE_/],
  ])(
    'is not there when the proxy %s, is asked for once, and names the proxy without its user',
    async (_what, rule, why) => {
      proxy.on(tunnel, rule);
      const before = proxy.count(tunnel);
      const failure = await failureOf(call(connectWith(settings()), { origin }));
      expect(failure).toMatchObject({ transport: 'unreachable', unbilled: true });
      expect(failure.message).toMatch(why);
      expect(failure.message).toContain(`the proxy ${proxy.url}: `);
      expect(failure.message).toContain(tunnel);
      expect(failure.message).not.toMatch(/user|s@cret|s%40cret/);
      expect(proxy.count(tunnel) - before).toBe(1);
    },
  );

  it('is asked for once when the proxy drops it right after it stood', async () => {
    proxy.on(tunnel, noTunnel.dropOnceItStands);
    const before = proxy.count(tunnel);
    const failure = await failureOf(call(connectWith(settings()), { origin }));
    expect(['unreachable', 'reset']).toContain(failure.transport);
    expect(proxy.count(tunnel) - before).toBe(1);
  });

  it('is waited for no longer than a connection may take when the proxy keeps silent', async () => {
    proxy.on(tunnel, noTunnel.keepSilent);
    const before = proxy.count(tunnel);
    const failure = await failureOf(call(connectWith(settings()), { origin, connectMs: 100 }));
    expect(failure).toMatchObject({ transport: 'connect-timeout', unbilled: true });
    expect(failure.message).toContain(proxy.url);
    expect(proxy.count(tunnel) - before).toBe(1);
  });

  it('is no longer wanted when the caller goes, or the time of the call is over', async () => {
    proxy.on(tunnel, noTunnel.keepSilent);
    const client = connectWith(settings());
    const before = proxy.count(tunnel);
    const leaving = new AbortController();
    const left = failureOf(call(client, { origin, signal: leaving.signal }));
    await waitFor('the proxy is asked', () => proxy.count(tunnel) > before);
    leaving.abort();
    expect(await left).toMatchObject({ transport: 'aborted', unbilled: true });
    expect(await failureOf(call(client, { origin, totalMs: 50 }))).toMatchObject({
      transport: 'total-timeout',
      unbilled: true,
    });
    expect(proxy.count(tunnel) - before).toBeLessThanOrEqual(2);
  });

  it('is asked for no more once the call is over, though the proxy drops each', async () => {
    const client = connectWith(settings());
    const before = proxy.count(tunnel);
    const leaving = new AbortController();
    proxy.on(tunnel, (socket) => {
      leaving.abort();
      socket.destroy();
    });
    await failureOf(call(client, { origin, signal: leaving.signal }));
    proxy.on(tunnel, noTunnel.drop);
    await failureOf(call(client, { origin }));
    await failureOf(call(client, { origin }));
    expect(proxy.count(tunnel) - before).toBe(3);
  });

  it('is not there when nothing listens where the proxy should be', async () => {
    const failure = await failureOf(call(connectWith(set('http://user:secret@127.0.0.1:1')), { origin }));
    expect(failure).toMatchObject({ transport: 'unreachable', unbilled: true });
    expect(failure.message).toMatch(/the proxy http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
  });
});

describe('connections through a proxy', () => {
  it('are encrypted up to a proxy that is reached by https, and its own certificate is checked', async () => {
    const client = connectWith({ https: encrypted.url });
    expect(await call(client, { origin: 'https://provider.test' })).toBe('"here"');
    expect(encrypted.tunnels).toEqual(['provider.test:443']);
    const failure = await failureOf(call(client, { origin: 'https://provider.test', tls: { verify: false } }));
    expect(failure).toMatchObject({ transport: 'unreachable', unbilled: true });
    expect(failure.message).toMatch(new RegExp(`the proxy ${encrypted.url}: .*SELF_SIGNED`));
    expect(encrypted.tunnels).toHaveLength(1);
  });

  it('say of a provider whose certificate is not to be trusted that it cannot be reached', async () => {
    toSecure.on('provider.test:443', (client) => toSecure.lead(client));
    const failure = await failureOf(
      call(connectWith({ https: toSecure.url }), { origin: 'https://provider.test', tls: {} }),
    );
    expect(failure).toMatchObject({ transport: 'unreachable', unbilled: true });
    expect(failure.message).toMatch(/SELF_SIGNED/);
  });

  it('serve many calls', async () => {
    toSecure.on('provider.test:443', (client) => toSecure.lead(client));
    const client = connectWith({ https: toSecure.url });
    const before = toSecure.tunnels.length;
    for (let calls = 0; calls < 10; calls += 1)
      expect(await call(client, { origin: 'https://provider.test' })).toBe('"here"');
    // the next may begin while the first connection is not yet told that it is free
    expect(toSecure.tunnels.length - before).toBeLessThanOrEqual(2);
  });

  it('of sinks are tried once for each call too', async () => {
    toSecure.on('sink.test:443', noTunnel.drop);
    const sender = new HttpSender({ https: toSecure.url });
    const sent = sender.send({ method: 'POST', url: 'https://sink.test/v1', headers: {}, body: Buffer.from('x') });
    await expect(sent).rejects.toThrow(`the proxy ${toSecure.url}: it closed the connection without an answer`);
    await sender.close();
    expect(toSecure.count('sink.test:443')).toBe(1);
  });
});

function connectWith(settings: ProxySettings): UpstreamClient {
  const client = new UpstreamClient(settings);
  clients.push(client);
  return client;
}

async function call(
  client: UpstreamClient,
  {
    origin,
    signal = new AbortController().signal,
    tls = { authorities: PEM },
    ...times
  }: {
    readonly origin: string;
    readonly signal?: AbortSignal;
    readonly tls?: object;
    readonly connectMs?: number;
    readonly totalMs?: number;
  },
): Promise<string> {
  const answer = await client.send(
    { method: 'GET', origin, path: ['v1'], headers: {} },
    { timeouts: { ...TIMEOUTS, ...times }, streamed: false, signal, tls },
  );
  return (await answer.body.readAll(1_000)).toString();
}

async function failureOf(call: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await call.then(
    (answer) => new Error(`answered ${String(answer)}`),
    (caught: unknown) => caught,
  );
  if (error instanceof UpstreamBroken) return error.failure;
  throw error;
}
