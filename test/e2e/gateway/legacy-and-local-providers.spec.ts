import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import { answerRecording, ReplayUpstream, speakChat, type UpstreamAnswer } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const SPOKEN = { outputTokens: 2, promptTokens: 5 };

const TEXT = `{ "id": "cmpl-1","object":"text_completion", "created":1,"model": "babbage-002","choices":[{"text":" b","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
`;
const textAnswer: UpstreamAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: TEXT };

/** As an SDK of Azure's calls it: the key in a header of its own. */
async function askAzureShaped(gateway: Gateway, path: string, body: object): Promise<Response> {
  return fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'api-key': gateway.masterKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describeAt(
  'everything set',
  'legacy completions, Azure’s paths, and providers with a wire of their own',
  () => ({
    config: buildConfig([
      buildModel({ name: 'chat', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'team/chat', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({
        name: 'legacy',
        model: 'text-completion-openai/babbage-002',
        apiBase: `${upstream.url}/v1`,
        inputCost: 1e-6,
        outputCost: 1e-6,
        info: { max_input_tokens: 4096, max_output_tokens: 4096 },
      }),
      buildModel({ name: 'local', model: 'ollama_chat/qwen3:4b', apiBase: upstream.url }),
      buildModel({
        name: 'azure',
        model: 'azure/my deployment',
        apiBase: upstream.url,
        info: { base_model: 'azure/gpt-4o' },
      }),
    ]),
  }),
  (gateway) => {
    beforeEach(() => {
      upstream.on('gpt-4o', (request) => speakChat(request, SPOKEN));
      upstream.on('my deployment', (request) => speakChat(request, SPOKEN));
      upstream.on('babbage-002', textAnswer);
      upstream.on('qwen3:4b', answerRecording('ollama-chat', 'chat-stream.http.json'));
    });

    describe('/completions', () => {
      it.each(['/v1/completions', '/completions'])('%s is answered by a model that chats', async (path) => {
        const answer = await callGateway(gateway(), `POST ${path}`, { body: { model: 'chat', prompt: 'Say hello' } });
        expect(answer).toMatchObject({
          status: 200,
          body: {
            object: 'text_completion',
            model: 'chat',
            choices: [{ text: 'word0 word1 ', index: 0, logprobs: null, finish_reason: 'stop' }],
            usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
          },
        });
        expect(upstream.of('gpt-4o').at(-1)).toMatchObject({
          path: '/v1/chat/completions',
          body: { messages: [{ role: 'user', content: 'Say hello' }] },
        });
      });

      it('streams texts, and usage where it is asked for', async () => {
        const body = { model: 'chat', prompt: 'x', stream: true, stream_options: { include_usage: true } };
        const answer = await callGateway(gateway(), 'POST /v1/completions', { body });
        const events = answer.events;
        const payloads = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => data);
        expect(payloads).toMatchObject([
          { object: 'text_completion', model: 'chat', choices: [{ text: 'word0 ', finish_reason: null }] },
          { choices: [{ text: 'word1 ' }] },
          { choices: [{ text: '', finish_reason: 'stop' }] },
          { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } },
        ]);
        expect(events.at(-1)?.data).toBe('[DONE]');
      });

      it.each([false, true])('echoes the prompt for a model that cannot (stream: %s)', async (stream) => {
        const body = { model: 'chat', prompt: 'Say: ', echo: true, stream };
        const answer = await callGateway(gateway(), 'POST /v1/completions', { body });
        const parts = stream ? answer.events.map(({ data }) => data) : [answer.body];
        const texts = parts.map((part) => (part as { choices?: { text: string }[] }).choices?.[0]?.text ?? '');
        expect(texts.join('')).toBe('Say: word0 word1 ');
        expect(answer.headers.get('x-litellm-dropped-params')).toBeNull();
      });

      it('reaches a provider of its own dialect, whose bytes come back but for the model', async () => {
        const answer = await callGateway(gateway(), 'POST /v1/completions', {
          body: { model: 'legacy', prompt: [[1, 2], [3]], best_of: 2, echo: true, max_tokens: 4 },
        });
        expect(answer.status).toBe(200);
        expect(answer.text).toBe(TEXT.replace('"model": "babbage-002"', '"model": "legacy"'));
        expect(upstream.of('babbage-002').at(-1)).toMatchObject({
          path: '/v1/completions',
          body: { prompt: [[1, 2], [3]], best_of: 2, echo: true, max_tokens: 4 },
        });
      });

      it('tells a client of chat completions what a text model says', async () => {
        const messages = [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Why?' },
        ];
        const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'legacy', messages },
        });
        expect(answer).toMatchObject({
          status: 200,
          body: { object: 'chat.completion', choices: [{ message: { role: 'assistant', content: ' b' } }] },
        });
        expect(upstream.of('babbage-002').at(-1)?.body['prompt']).toBe('System: Be brief.\n\nUser: Why?\n\nAssistant:');
      });

      it.each([
        [{ prompt: [1, 2, 3] }, 'prompt', 'Send what it says as text'],
        [{ prompt: 'x', suffix: 'end' }, 'suffix', 'Send what it says as text'],
        [{}, 'prompt', 'Missing required parameter'],
        [{ prompt: { a: 1 } }, 'prompt', 'expected a string'],
      ])('refuses %j at a model that chats, and says how to mend it', async (body, param, words) => {
        const before = upstream.requests.length;
        const answer = await callGateway(gateway(), 'POST /v1/completions', { body: { model: 'chat', ...body } });
        expect(answer).toMatchObject({
          status: 400,
          body: { error: { param, message: expect.stringContaining(words) } },
        });
        expect(upstream.requests).toHaveLength(before);
      });

      it('names what a model that chats cannot be asked', async () => {
        const body = { model: 'chat', prompt: 'x', best_of: 2 };
        const answer = await callGateway(gateway(), 'POST /v1/completions', { body });
        expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([200, 'best_of']);
      });

      it.each([
        { prompt: 'x', max_tokens: 0, echo: true },
        { prompt: ['a', 'b'], n: 2, best_of: 3, max_tokens: 5 },
        { prompt: [[1, 2], [3]] },
      ])('holds and charges what %j costs a caller under a budget', async (body) => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const answer = await callGateway(gateway(), 'POST /v1/completions', {
          body: { model: 'legacy', ...body },
          key,
        });
        expect(answer.status).toBe(200);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ cost_nano: 2_000n, cost_estimated: false });
      });

      it.each([
        [{ prompt: ['a', 'b'], n: 2, max_tokens: 100 }, 400],
        [{ prompt: 'a', best_of: 5, max_tokens: 100 }, 500],
        [{ prompt: 'a', echo: true, max_tokens: 1 }, 4096],
      ])('refuses %j to a caller who cannot pay what it may cost', async (body, tokens) => {
        const { key } = await createKey(gateway(), { max_budget: (tokens - 10) * 1e-6 });
        const before = upstream.requests.length;
        const answer = await callGateway(gateway(), 'POST /v1/completions', {
          body: { model: 'legacy', ...body },
          key,
        });
        // an answer may be cut to what the budget holds, but for what no limit shortens
        const sent = upstream.requests.length - before;
        const limit = Number(upstream.requests.at(-1)?.body['max_tokens']);
        expect(sent === 0 ? answer.status : limit < body.max_tokens).toBe(sent === 0 ? 422 : true);
      });

      it('leaves a row like any other, without a word of the prompt', async () => {
        const { key, hash } = await createKey(gateway());
        const body = { model: 'legacy', prompt: 'a very secret prompt', suffix: 'a secret suffix', max_tokens: 4 };
        expect((await callGateway(gateway(), 'POST /v1/completions', { body, key })).status).toBe(200);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({
          status: 'success',
          provider: 'text-completion-openai',
          input_uncached: 1,
          output: 1,
        });
        expect(
          JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ).not.toContain('secret');
      });
    });

    describe('a path that names the model', () => {
      it.each([
        ['/openai/deployments/chat/chat/completions?api-version=2024-10-21', 'chat'],
        ['/openai/deployments/team/chat/chat/completions', 'team/chat'],
        ['/openai/deployments/team%2Fchat/chat/completions', 'team/chat'],
        ['/engines/chat/chat/completions', 'chat'],
      ])('%s is asked of %s, whatever the body names', async (path, model) => {
        const messages = [{ role: 'user', content: 'x' }];
        const response = await askAzureShaped(gateway(), path, { model: 'no-such-model', messages });
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ object: 'chat.completion' });
        expect(response.headers.get('x-litellm-model-group')).toBe(model);
      });

      it.each(['/openai/deployments/legacy/completions', '/engines/legacy/completions'])(
        '%s is asked of it too',
        async (path) => {
          const response = await askAzureShaped(gateway(), path, { prompt: 'x' });
          expect([response.status, await response.json()]).toMatchObject([200, { object: 'text_completion' }]);
        },
      );

      it('of no model is refused like a body that names none', async () => {
        const path = '/openai/deployments/nothing/chat/completions';
        const response = await askAzureShaped(gateway(), path, { messages: [] });
        expect(response.status).toBe(400);
      });
    });

    describe('Azure OpenAI', () => {
      const messages = [{ role: 'user', content: 'x' }];

      it('is asked at its deployment, with the caller’s version and the operator’s key', async () => {
        const path = '/openai/deployments/azure/chat/completions?api-version=2024-06-01';
        const response = await askAzureShaped(gateway(), path, { messages });
        expect([response.status, await response.json()]).toMatchObject([200, { model: 'azure' }]);
        const asked = upstream.of('my deployment').at(-1);
        expect(asked?.path).toBe('/openai/deployments/my%20deployment/chat/completions?api-version=2024-06-01');
        expect(asked?.headers['authorization']).toBeUndefined();
        expect(typeof asked?.headers['api-key']).toBe('string');
        expect(asked?.headers['api-key']).not.toBe(gateway().masterKey);
      });

      it('is priced as its base model', async () => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'azure', messages, max_tokens: 9 },
          key,
        });
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        // of gpt-4o, dollars per million: 2.50 in, 10 out
        expect(row?.cost_nano).toBe(5n * 2_500n + 2n * 10_000n);
      });

      it('is asked in LiteLLM’s version where nobody names one', async () => {
        const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'azure', messages },
        });
        expect(answer.status).toBe(200);
        expect(upstream.of('my deployment').at(-1)?.path).toContain('?api-version=2025-02-01-preview');
      });

      it('is asked for no version that is none', async () => {
        const path = '/openai/deployments/azure/chat/completions?api-version=..%2Fx';
        const response = await askAzureShaped(gateway(), path, { messages });
        expect([response.status, await response.json()]).toMatchObject([400, { error: { param: 'api-version' } }]);
      });
    });

    describe('Ollama', () => {
      const ask = (body: object, path = '/v1/chat/completions') =>
        callGateway(gateway(), `POST ${path}`, { body: { model: 'local', ...body } });
      const messages = [{ role: 'user', content: 'ping' }];

      it('streams lines, which a client of chat completions reads as events', async () => {
        const answer = await ask({ messages, max_tokens: 64, stream: true, stream_options: { include_usage: true } });
        const events = answer.events;
        const payloads = events
          .filter(({ data }) => data !== '[DONE]')
          .map(({ data }) => data as { choices: { delta: { content?: string } }[]; usage?: object });
        const text = payloads.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
        expect(text).toMatch(/^Hmm, the user wants me to reply/);
        expect(payloads.at(-2)).toMatchObject({ choices: [{ finish_reason: 'length' }] });
        expect(payloads.at(-1)?.usage).toMatchObject({ prompt_tokens: 18, completion_tokens: 64 });
        expect(events.at(-1)?.data).toBe('[DONE]');
        expect(upstream.of('qwen3:4b').at(-1)).toMatchObject({
          path: '/api/chat',
          body: { messages, stream: true, options: { num_predict: 64 } },
        });
      });

      it('answers a client of the Messages API as well', async () => {
        upstream.on('qwen3:4b', answerRecording('ollama-chat', 'chat-tools-thinking.http.json'));
        const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
        const answer = await ask({ messages, max_tokens: 900, tools }, '/v1/messages');
        expect(answer).toMatchObject({
          status: 200,
          body: {
            stop_reason: 'tool_use',
            content: [{ type: 'thinking' }, { type: 'tool_use', name: 'get_weather', input: { city: 'Tokyo' } }],
            usage: { input_tokens: 234, output_tokens: 535 },
          },
        });
      });

      it('tells an error in its own words', async () => {
        upstream.on('qwen3:4b', { status: 404, headers: {}, body: '{"error":"model \'qwen3:4b\' not found"}' });
        const answer = await ask({ messages });
        expect(answer).toMatchObject({
          status: 404,
          body: { error: { message: expect.stringContaining("model 'qwen3:4b' not found") } },
        });
      });

      it('breaks off with its error where that comes inside a stream', async () => {
        const line = { model: 'qwen3:4b', created_at: 'x', message: { role: 'assistant', content: 'Hi' }, done: false };
        upstream.on('qwen3:4b', {
          status: 200,
          headers: { 'content-type': 'application/x-ndjson' },
          body: [`${JSON.stringify(line)}\n`, '{"error":"the runner has died"}\n'],
        });
        const answer = await ask({ messages, stream: true });
        expect(answer.text).toContain('the runner has died');
        expect(answer.text).not.toContain('[DONE]');
      });
    });
  },
);
