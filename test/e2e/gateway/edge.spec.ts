import { gzipSync } from 'node:zlib';
import { callGateway, describeAt, rawRequest, talkRaw } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

let upstream: ReplayUpstream;
beforeAll(async () => {
  upstream = await ReplayUpstream.start();
});
afterAll(() => upstream.close());

const messages = [{ role: 'user', content: 'Hello!' }];
const CHAT = 'POST /v1/chat/completions';
const BODY_BYTES_MAX = 50 * 1024 * 1024;
const config = () => buildConfig([buildModel({ name: 'm', model: 'openai/m', apiBase: `${upstream.url}/v1` })]);

describeAt(
  'everything set',
  'the edge of the data plane',
  () => ({ config: config() }),
  (gateway) => {
    const authorized = () => ({ authorization: `Bearer ${gateway().masterKey}` });
    const send = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${gateway().url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...authorized(), 'content-type': 'application/json', ...headers },
        body,
      });

    it('answers pipelined requests in order, one at a time: a later one is not begun before the answer of the one before', async () => {
      const gate = new Gate();
      upstream.on('m', (request) => speakChat(request, { outputTokens: 1, promptTokens: 1, before: gate.opened }));
      const before = upstream.of('m').length;
      const requests = [1, 2, 3].map((number) =>
        rawRequest(CHAT, authorized(), JSON.stringify({ model: 'm', messages, user: `u-${String(number)}` })),
      );
      const talk = talkRaw(gateway().port, requests.join(''), (text) => text.split('chat.completion"').length > 3);
      await upstream.received('m', before + 1);
      expect(upstream.of('m')).toHaveLength(before + 1);
      gate.open();
      expect((await talk).statuses).toEqual([200, 200, 200]);
      expect(
        upstream
          .of('m')
          .slice(before)
          .map(({ body }) => body['user']),
      ).toEqual(['u-1', 'u-2', 'u-3']);
    });

    it('refuses a caller without a key before it says 100 Continue', async () => {
      const head = rawRequest(CHAT, {
        expect: '100-continue',
        'content-type': 'application/json',
        'content-length': '1000000',
      });
      const answer = await talkRaw(gateway().port, head);
      expect(answer.statuses).toEqual([401]);
    });

    it('says 100 Continue to a caller with a key', async () => {
      upstream.on('m', (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
      const body = JSON.stringify({ model: 'm', messages });
      const answer = await talkRaw(
        gateway().port,
        rawRequest(CHAT, { ...authorized(), expect: '100-continue' }, body),
        (text) => text.includes('chat.completion'),
      );
      expect(answer.statuses).toEqual([100, 200]);
    });

    it('does not wait for a body that it has refused: it answers, and closes soon', async () => {
      const began = performance.now();
      const head = rawRequest(CHAT, { 'content-type': 'application/json', 'content-length': '40000000' });
      expect((await talkRaw(gateway().port, [head, ' '.repeat(32 * 1024)])).statuses).toEqual([401]);
      expect(performance.now() - began).toBeLessThan(3000);
    });

    it.each([
      ['an upgrade', rawRequest('GET /v1/models', { connection: 'Upgrade', upgrade: 'websocket' })],
      ['CONNECT', rawRequest('CONNECT example.com:443')],
    ])('answers %s with 501 and closes', async (_name, bytes) => {
      expect((await talkRaw(gateway().port, bytes)).statuses).toEqual([501]);
    });

    it.each([
      '/v1%2fchat/completions',
      '/v1/chat%2Fcompletions',
      '//v1/chat/completions',
      '/v1//chat/completions',
      '/v1/./chat/completions',
      '/v1/models/../chat/completions',
      '/v1\\chat\\completions',
      '/v1%5cchat/completions',
      '/V1/chat/completions',
      '/v1/chat/completions/',
      'http://127.0.0.1/v1/chat/completions',
      '/v1/nothing',
      '/chat/nothing',
    ])('serves nothing at %s, by whatever parser it is read', async (target) => {
      const body = JSON.stringify({ model: 'm', messages });
      const answer = await talkRaw(
        gateway().port,
        rawRequest(`POST ${target}`, { ...authorized(), connection: 'close' }, body),
      );
      expect(answer.statuses).toEqual([404]);
    });

    it('names the methods of a route that is there', async () => {
      const answer = await callGateway(gateway(), 'DELETE /v1/chat/completions');
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
    });

    it("takes a model's name with an encoded slash, as the official SDKs send it", async () => {
      expect((await callGateway(gateway(), 'GET /v1/models/openai%2Fnope')).status).toBe(404);
      expect((await callGateway(gateway(), 'GET /v1/models/m')).body).toMatchObject({ id: 'm' });
      expect(
        (await talkRaw(gateway().port, rawRequest('GET /v1/models/..%2Fm', { ...authorized(), connection: 'close' })))
          .statuses,
      ).toEqual([404]);
    });

    it.each([
      ['two members of one name', '{"model":"m","model":"n","messages":[]}', /twice/],
      ['a governed member in another spelling', '{"Model":"m","messages":[]}', /'model'/],
      ['an escaped second member', '{"model":"m","\\u006dodel":"n","messages":[]}', /twice/],
      ['no object', '[1]', /object/],
      ['no JSON', '{"model": ', /JSON/],
    ])('refuses a body with %s', async (_name, body, says) => {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(says);
    });

    it('refuses invalid UTF-8', async () => {
      const body = Buffer.concat([
        Buffer.from('{"model":"m","messages":[{"role":"user","content":"'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}]}'),
      ]);
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/UTF-8/);
    });

    it('refuses a body that is nested too deep before it is parsed', async () => {
      const answer = await send(`{"model":"m","messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/nested deeper/);
    });

    it.each([
      ['gzip', gzipSync('{}'), { 'content-encoding': 'gzip' }],
      ['a form', 'model=m', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }],
    ])('refuses %s with 415', async (_name, body, headers) => {
      expect((await send(body, headers)).status).toBe(415);
    });

    it('refuses a body above the limit by its length alone', async () => {
      const head = rawRequest(CHAT, {
        ...authorized(),
        'content-type': 'application/json',
        'content-length': String(BODY_BYTES_MAX + 1),
      });
      expect((await talkRaw(gateway().port, head)).statuses).toEqual([413]);
    });

    it('refuses two credentials that differ', async () => {
      const answer = await callGateway(gateway(), CHAT, {
        headers: { 'x-api-key': 'sk-another-0123456789' },
        body: { model: 'm', messages },
      });
      expect(answer.status).toBe(401);
    });

    it('lets no credential header through to the provider, whatever its name', async () => {
      upstream.on('m', (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
      const { masterKey } = gateway();
      const headers = {
        'x-litellm-api-key': masterKey,
        'x-api-key': 'sk-foreign-1',
        'api-key': 'sk-foreign-2',
        authorization: 'Bearer sk-foreign-3',
        cookie: 'session=sk-foreign-4',
      };
      const answer = await callGateway(gateway(), CHAT, { key: null, headers, body: { model: 'm', messages } });
      expect(answer.status).toBe(200);
      const sent = JSON.stringify(upstream.of('m').at(-1)?.rawHeaders);
      expect(sent).not.toMatch(/sk-foreign/);
      expect(sent).not.toContain(masterKey);
      expect(upstream.of('m').at(-1)?.headers.authorization).toBe('Bearer sk-upstream');
    });

    it('goes on after all of this', async () => {
      expect((await callGateway(gateway(), 'GET /health/readiness', { key: null })).body).toMatchObject({
        status: 'healthy',
      });
    });
  },
);
