import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat, type UpstreamAnswer } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const SPOKEN = { outputTokens: 2, promptTokens: 5 };

const TEXT = `{ "id": "cmpl-1","object":"text_completion", "created":1,"model": "babbage-002","choices":[{"text":" b","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
`;
const textAnswer: UpstreamAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: TEXT };

describeAt(
  'everything set',
  'legacy completions',
  () => ({
    config: buildConfig([
      buildModel({ name: 'chat', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({
        name: 'legacy',
        model: 'text-completion-openai/babbage-002',
        apiBase: `${upstream.url}/v1`,
        inputCost: 1e-6,
        outputCost: 1e-6,
        info: { max_input_tokens: 4096, max_output_tokens: 4096 },
      }),
    ]),
  }),
  (gateway) => {
    beforeEach(() => {
      upstream.on('gpt-4o', (request) => speakChat(request, SPOKEN));
      upstream.on('babbage-002', textAnswer);
    });

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
      [{ prompt: [1, 2, 3] }, 'prompt', 'Send the prompt as text'],
      [{ prompt: 'x', suffix: 'end' }, 'suffix', 'Leave it out, or ask a model that completes texts'],
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
  },
);
