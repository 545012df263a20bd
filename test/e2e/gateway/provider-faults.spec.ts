import { callGateway, createKey, describeAt, waitFor, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  answerEvents,
  answerJson,
  Gate,
  ReplayUpstream,
  speakChat,
  speakMessage,
} from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const CHAT = 'POST /v1/chat/completions';
const MESSAGES = 'POST /v1/messages';
const messages = [{ role: 'user', content: 'Hello!' }];
const TIMEOUT_MS = 400;

function config(): object {
  const prices = { inputCost: 0.000001, outputCost: 0.000002 };
  const apiBase = `${upstream.url}/v1`;
  return buildConfig([
    buildModel({ name: 'm', model: 'openai/m', apiBase, ...prices }),
    buildModel({ name: 'a', model: 'anthropic/a', apiBase: upstream.url, ...prices }),
    buildModel({
      name: 'impatient',
      model: 'openai/impatient',
      apiBase,
      ...prices,
      params: { timeout: TIMEOUT_MS / 1000 },
    }),
    buildModel({ name: 'moved', model: 'openai/moved', apiBase, ...prices, params: { num_retries: 3 } }),
    buildModel({ name: 'unreachable', model: 'openai/m', apiBase: 'http://127.0.0.1:9/v1', ...prices }),
  ]);
}

describeAt(
  'everything set',
  'a provider that fails',
  () => ({ config: config() }),
  (gateway) => {
    let gate: Gate;
    beforeEach(() => {
      gate = new Gate();
    });
    afterEach(() => gate.open());

    /** Calls with a key of its own and gives the answer with its row. */
    async function call(model: string, extra: object = {}, settings: object = {}, route = CHAT) {
      const { key, hash } = await createKey(gateway(), { ...settings });
      const answer = await callGateway<{ readonly error: { readonly type: string } }>(gateway(), route, {
        key,
        body: { model, messages, ...extra },
      });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      return { answer, row };
    }

    it('by saying nothing is given up after its time; it may have been billed', async () => {
      upstream.on('impatient', (request) =>
        speakChat(request, { outputTokens: 5, promptTokens: 5, before: gate.opened }),
      );
      const began = performance.now();
      const { answer, row } = await call('impatient');
      expect(performance.now() - began).toBeLessThan(TIMEOUT_MS * 10);
      expect(answer.status).toBe(504);
      expect(row).toMatchObject({ status: 'failure', error_code: 'upstream_total_timeout', cost_estimated: true });
      expect(row?.cost_nano).toBeGreaterThan(0n);
      expect(upstream.of('impatient').at(-1)?.aborted).toBe(true);
      expect(nanoShown(answer)).toBe(row?.cost_nano);
    });

    it('by not being there is 502, and costs nothing', async () => {
      const { answer, row } = await call('unreachable');
      expect(answer.status).toBe(502);
      expect(row).toMatchObject({
        status: 'failure',
        error_code: 'upstream_unreachable',
        cost_nano: 0n,
        cost_estimated: false,
      });
      expect(nanoShown(answer)).toBe(0n);
    });

    it('by a status that is none of an error’s is 502', async () => {
      upstream.on('m', answerJson(600, { error: { message: 'beyond HTTP', type: 'x' } }));
      const { answer, row } = await call('m');
      expect(answer.status).toBe(502);
      expect(answer.body.error).toMatchObject({ message: expect.stringContaining('beyond HTTP'), code: '502' });
      expect(row).toMatchObject({ status: 'failure', http_status: 502, cost_nano: 0n });
    });

    it.each([false, true])('by an error under status 200 is 502 with its text (streamed: %s)', async (stream) => {
      upstream.on('m', answerJson(200, { error: { message: 'the model is being loaded', type: 'server_error' } }));
      const { answer, row } = await call('m', { stream });
      expect(answer.status).toBe(502);
      expect(answer.body.error).toMatchObject({ message: expect.stringContaining('the model is being loaded') });
      expect(row).toMatchObject({ status: 'failure', error_code: 'upstream_invalid_response' });
      expect(nanoShown(answer)).toBe(row?.cost_nano);
    });

    it.each([
      [
        'a page instead of JSON',
        { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' },
      ],
      [
        'half of its JSON',
        {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: '{"id":"chatcmpl-1","choices":[{"index":0,',
        },
      ],
      ['no choices', answerJson(200, { id: 'chatcmpl-1', object: 'chat.completion' })],
    ])('by answering %s is 502, never a success', async (_name, bad) => {
      upstream.on('m', bad);
      const { answer, row } = await call('m');
      expect(answer.status).toBe(502);
      expect(row?.status).toBe('failure');
    });

    it('by breaking off a whole answer is an error, and charged', async () => {
      upstream.on('m', (request) => ({ ...speakChat(request, { outputTokens: 50, promptTokens: 5 }), cutAfter: 100 }));
      const { answer, row } = await call('m');
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(row).toMatchObject({ status: 'failure', cost_estimated: true });
    });

    it('by ending a stream before its first word is an error with its status, since nothing was sent yet', async () => {
      upstream.on('m', { status: 200, headers: { 'content-type': 'text/event-stream' }, body: [] });
      const { answer, row } = await call('m', { stream: true });
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(row?.status).toBe('failure');
    });

    it('by an error inside a stream ends it with an error in the dialect, not with [DONE]', async () => {
      upstream.on('m', (request) => {
        const whole = speakChat(request, { outputTokens: 10, promptTokens: 5 });
        return {
          ...whole,
          body: [
            ...(whole.body as readonly string[]).slice(0, 4),
            'data: {"error":{"message":"overloaded","type":"server_error","code":"500"}}\n\n',
          ],
        };
      });
      const { answer, row } = await call('m', { stream: true });
      expect(answer.events.at(-1)?.data).toMatchObject({ error: { message: expect.stringContaining('overloaded') } });
      expect(row?.status).toBe('failure');
    });

    it.each([
      ['nothing', []],
      ['some words', ['data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n']],
    ])('by an event that never ends, after %s, is cut off and charged; the gateway stays up', async (_name, begin) => {
      const before = upstream.of('m').length;
      const endless = Array.from({ length: 40 }, () => 'a'.repeat(1024 * 1024));
      upstream.on('m', answerEvents([...begin, 'data: {"id":"', ...endless]));
      const calls = await Promise.all(Array.from({ length: 3 }, () => call('m', { stream: true })));
      for (const { answer, row } of calls) {
        expect(answer.text).not.toContain('[DONE]');
        expect(answer.text).toMatch(/larger than 16777216 bytes/);
        expect(row).toMatchObject({
          status: 'failure',
          error_code: 'upstream_invalid_response',
          cost_estimated: true,
        });
        expect(row?.cost_nano).toBeGreaterThan(0n);
      }
      for (const request of upstream.of('m').slice(before))
        await waitFor('the abort', () => request.aborted || undefined);
    });

    it.each([
      ['its end', CHAT, /message_stop/],
      ['its end', MESSAGES, /message_stop/],
      ['its reason to stop', CHAT, /message_delta/],
      ['its reason to stop', MESSAGES, /message_delta/],
    ])('to send %s (%s) has given no whole answer', async (_name, route, omitted) => {
      upstream.on('a', (request) => {
        const whole = speakMessage(request, { outputTokens: 10, promptTokens: 5 });
        return { ...whole, body: (whole.body as readonly string[]).filter((event) => !omitted.test(event)) };
      });
      const { answer, row } = await call('a', { stream: true, max_tokens: 50 }, {}, route);
      expect(answer.text).toContain('word9');
      expect(answer.text).not.toMatch(/\[DONE\]|message_stop/);
      expect(answer.events.at(-1)?.data).toMatchObject({ error: {} });
      expect(row).toMatchObject({ status: 'failure', error_code: 'upstream_incomplete' });
      expect(row?.cost_nano).toBeGreaterThan(0n);
    });

    it.each([
      ['its terminator', /\[DONE\]/, 'success'],
      ['its reason to stop', /"finish_reason":"stop"/, 'success'],
      ['either', /\[DONE\]|"finish_reason":"stop"/, 'failure'],
    ])('of OpenAI’s dialect to send %s has given a whole answer or not', async (_name, omitted, status) => {
      upstream.on('m', (request) => {
        const whole = speakChat(request, { outputTokens: 10, promptTokens: 5 });
        return { ...whole, body: (whole.body as readonly string[]).filter((event) => !omitted.test(event)) };
      });
      const { answer, row } = await call('m', { stream: true });
      expect(row).toMatchObject({ status });
      expect(row?.cost_nano).toBeGreaterThan(0n);
      expect(answer.text.includes('[DONE]')).toBe(status === 'success');
    });

    it.each([false, true])(
      'to report its usage is charged by what was counted, and says so (streamed: %s)',
      async (stream) => {
        upstream.on('m', (request) => speakChat(request, { outputTokens: 10, promptTokens: 'none' }));
        const { row } = await call('m', { stream });
        expect(row).toMatchObject({ status: 'success', cost_estimated: true });
        expect(row?.output).toBeGreaterThanOrEqual(10);
        expect(row?.cost_nano).toBeGreaterThan(0n);
      },
    );

    it.each([301, 302, 307, 308, 304])(
      'by answering with a redirect (%i) is 502 that names it: not followed, not tried again, free',
      async (status) => {
        const answers = { status, headers: { location: `${upstream.url}/elsewhere?token=hidden` }, body: '' };
        for (const stream of [false, true]) {
          upstream.on('moved', answers);
          const before = upstream.requests.length;
          const { answer, row } = await call('moved', { stream });
          expect(answer.status).toBe(502);
          expect(answer.body.error).toMatchObject({ message: expect.stringMatching(/api_base.*redirect/) });
          expect(answer.text).not.toMatch(/elsewhere|hidden/);
          expect(upstream.requests).toHaveLength(before + 1);
          expect(row).toMatchObject({
            status: 'failure',
            error_code: 'upstream_redirected',
            attempts: 1,
            cost_nano: 0n,
            cost_estimated: false,
          });
        }
      },
    );

    it('to keep an output limit that money set is cut off, and no cent above the hold is charged', async () => {
      upstream.on('m', (request) => speakChat(request, { outputTokens: 500, promptTokens: 12, deaf: true }));
      // pays the prompt and some tens of tokens
      const { answer, row } = await call('m', { stream: true }, { max_budget: 0.0001 });
      expect(answer.headers.get('x-tollgate-output-limit')).toMatch(/; reason=budget; scope=key$/);
      expect(answer.events.at(-1)?.data).toMatchObject({ error: {} });
      expect(row).toMatchObject({ status: 'failure', cost_estimated: true });
      expect(row?.cost_nano).toBeLessThanOrEqual(100_000n);
    });

    it('lets the next call through', async () => {
      upstream.on('m', (request) => speakChat(request, { outputTokens: 10, promptTokens: 5 }));
      expect((await call('m')).answer.status).toBe(200);
    });
  },
);

/** What an answer's header says that it cost, nano-dollars. */
function nanoShown({ headers }: { readonly headers: Headers }): bigint {
  return BigInt(Math.round(Number(headers.get('x-litellm-response-cost')) * 1e9));
}
