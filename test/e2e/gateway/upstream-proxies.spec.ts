import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  attemptsOf,
  callGateway,
  createKey,
  describeAt,
  openCall,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { ConnectProxy, noTunnel, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

/** Of its own authority, for provider.test, localhost and 127.0.0.1, with its key. */
const PEM_FILE = join(__dirname, '../../support/tls/provider.pem');
const PEM = readFileSync(PEM_FILE, 'utf8');
const CONNECT_SECONDS = 0.3;
const USER = 'user:s3cret';

const secure = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const plain = ReplayUpstream.ofFile();
for (const upstream of [secure, plain])
  upstream.on('m', (request) => speakChat(request, { outputTokens: 2, promptTokens: 5 }));
const secureProxy = ConnectProxy.ofFile(() => secure.port);
const plainProxy = ConnectProxy.ofFile(() => plain.port);

/** Models by what their proxy does, for both schemes: each has a host of its own. */
const RULES = {
  drops: noTunnel.drop,
  'drops-late': noTunnel.dropOnceItStands,
  forbids: noTunnel.refuse(403),
  'wants-a-user': noTunnel.refuse(407),
  silent: noTunnel.keepSilent,
} as const;
const SCHEMES = [
  { scheme: 'https', port: 443, proxy: secureProxy },
  { scheme: 'http', port: 80, proxy: plainProxy },
] as const;
const models = SCHEMES.flatMap(({ scheme }) =>
  [...Object.keys(RULES), 'provider'].map((name) =>
    buildModel({
      name: `${scheme}-${name}`,
      model: 'openai/m',
      apiBase: `${scheme}://${name}.test/v1`,
      inputCost: 0.000_001,
      outputCost: 0.000_002,
      params: { ssl_verify: PEM_FILE },
    }),
  ),
);

describeAt(
  'everything set',
  'providers behind a proxy',
  () => ({
    config: buildConfig(models, {
      router_settings: { num_retries: 2, retry_after: 0 },
      general_settings: { connect_timeout: CONNECT_SECONDS },
    }),
    env: {
      HTTPS_PROXY: secureProxy.url.replace('://', `://${USER}@`),
      HTTP_PROXY: plainProxy.url.replace('://', `://${USER}@`),
    },
  }),
  (gateway) => {
    beforeAll(() => {
      for (const { port, proxy } of SCHEMES)
        for (const [name, rule] of Object.entries(RULES)) proxy.on(`${name}.test:${String(port)}`, rule);
    });

    describe.each(SCHEMES)('over $scheme', ({ scheme, port, proxy }) => {
      const ask = (name: string, key: string, signal?: AbortSignal) => ({
        key,
        body: { model: `${scheme}-${name}`, max_tokens: 9, messages: [{ role: 'user', content: 'x' }] },
        ...(signal !== undefined && { signal }),
      });

      it('answer through it', async () => {
        const { key } = await createKey(gateway());
        expect((await callGateway(gateway(), 'POST /v1/chat/completions', ask('provider', key))).status).toBe(200);
        expect(proxy.tunnels).toContain(`provider.test:${String(port)}`);
      });

      it.each([
        ['drops', 502, /closed the connection/],
        ['forbids', 502, /answered 403 \(Forbidden\)/],
        ['wants-a-user', 502, /answered 407 \(Proxy Authentication Required\)/],
        ['silent', 504, /within 300 ms/],
      ])(
        'are out of reach where it %s: %i, no cent, one tunnel asked for in each attempt',
        async (name, status, why) => {
          const { key, hash } = await createKey(gateway(), { max_budget: 1 });
          const answer = await callGateway(gateway(), 'POST /v1/chat/completions', ask(name, key));
          expect(answer.status).toBe(status);
          expect(answer.text).toMatch(why);
          expect(answer.text).toContain(proxy.url);
          expect(answer.text).not.toContain('s3cret');
          const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
          expect(row).toMatchObject({ status: 'failure', http_status: status, cost_nano: 0n });
          const attempts = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
          expect(attempts).toHaveLength(3);
          expect(proxy.count(`${name}.test:${String(port)}`)).toBe(attempts.length);
        },
      );

      it('are out of reach where it drops each tunnel that stood', async () => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const answer = await callGateway(gateway(), 'POST /v1/chat/completions', ask('drops-late', key));
        expect([answer.status, answer.body]).toMatchObject([502, { error: { type: 'internal_server_error' } }]);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        const attempts = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
        expect(proxy.count(`drops-late.test:${String(port)}`)).toBe(attempts.length);
      });

      it('are no longer connected to once the client has left', async () => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const tunnel = `silent.test:${String(port)}`;
        const before = proxy.count(tunnel);
        const leaving = new AbortController();
        const call = openCall(gateway(), 'POST /v1/chat/completions', ask('silent', key, leaving.signal));
        await waitFor('the proxy is asked', () => proxy.count(tunnel) > before);
        leaving.abort();
        await expect(call).rejects.toThrow('aborted');
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ status: 'cancelled', http_status: 499, cost_nano: 0n });
        expect(proxy.count(tunnel) - before).toBe(1);
      });
    });
  },
);
