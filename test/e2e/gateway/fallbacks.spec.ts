import { buildChatModel, buildConfig, buildModel } from '../../support/builders/index.js';
import {
  callGateway,
  createKey,
  describeAtBothEnds,
  waitForRoomInMinute,
  waitForRows,
} from '../../support/gateway/index.js';
import {
  answerEvents,
  answerJson,
  countPrompt,
  ReplayUpstream,
  speakChat,
  speakMessage,
  type UpstreamAnswer,
} from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const DEARER = { inputNano: 30_000n, outputNano: 50_000n };
const OUTPUT_TOKENS = 3;
const messages = [{ role: 'user', content: 'Hello!' }];
const PROMPT_TOKENS = countPrompt({ messages });
const DEARER_NANO = BigInt(PROMPT_TOKENS) * DEARER.inputNano + BigInt(OUTPUT_TOKENS) * DEARER.outputNano;

const failing = (status: number, error: object): UpstreamAnswer => answerJson(status, { error });
const TOO_LONG = failing(400, {
  message: "This model's maximum context length is 10 tokens.",
  type: 'invalid_request_error',
  code: 'context_length_exceeded',
});
const FILTERED = failing(400, { message: 'refused by the content filter', type: 'x', code: 'content_filter' });

upstream.on('down', failing(500, { message: 'down for now', type: 'server_error' }));
upstream.on('down-too', failing(503, { message: 'down as well', type: 'server_error' }));
upstream.on('wrong', failing(400, { message: 'this parameter is wrong', type: 'invalid_request_error' }));
upstream.on('long', TOO_LONG);
upstream.on('strict', FILTERED);
upstream.on(
  'broken-stream',
  answerEvents([`data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`]),
);
for (const model of ['gpt-4o-up', 'up-long', 'up-lenient', 'up-last'])
  upstream.on(model, (request) => speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: PROMPT_TOKENS }));
upstream.on('claude-up', (request) =>
  speakMessage(request, { outputTokens: OUTPUT_TOKENS, promptTokens: PROMPT_TOKENS }),
);

const NAMES = [
  'down',
  'down-too',
  'wrong',
  'long',
  'strict',
  'broken-stream',
  'alone',
  'chain',
  'middle',
  'up-long',
  'up-lenient',
  'up-last',
];
const SERVED_AS: Readonly<Record<string, string>> = { alone: 'down', chain: 'down', middle: 'down-too' };

describeAtBothEnds(
  'groups that take over from one that fails',
  () => ({
    config: buildConfig(
      [
        ...NAMES.map((name) =>
          buildModel({ name, model: `openai/${SERVED_AS[name] ?? name}`, apiBase: `${upstream.url}/v1` }),
        ),
        buildChatModel(upstream, 'gpt-4o-up', DEARER),
        buildModel({ name: 'claude', model: 'anthropic/claude-up', apiBase: upstream.url }),
      ],
      {
        router_settings: {
          num_retries: 1,
          retry_after: 0,
          fallbacks: [
            { down: ['gpt-4o-up'] },
            { wrong: ['gpt-4o-up'] },
            { long: ['gpt-4o-up'] },
            { strict: ['gpt-4o-up'] },
            { 'broken-stream': ['gpt-4o-up'] },
            { chain: ['middle', 'gpt-4o-up'] },
            { middle: ['up-last'] },
            { 'down-too': ['claude'] },
          ],
          context_window_fallbacks: [{ long: ['up-long'] }],
          content_policy_fallbacks: [{ strict: ['up-lenient'] }],
        },
      },
    ),
  }),
  (gateway) => {
    const ask = async (model: string, more: object = {}, settings: Parameters<typeof createKey>[1] = {}) => {
      const made = await createKey(gateway(), settings);
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key: made.key,
        body: { model, messages, ...more },
      });
      return { ...made, answer, body: answer.body as { model?: string; error?: { message: string } } };
    };
    const group = ({ answer }: Awaited<ReturnType<typeof ask>>) => answer.headers.get('x-litellm-model-group');

    it('answer after its own retries, under their own name, and tell of it', async () => {
      const before = upstream.of('down').length;
      const asked = await ask('down');
      expect(asked.answer.status).toBe(200);
      expect(upstream.of('down').length - before).toBe(2);
      expect(asked.body.model).toBe('gpt-4o-up');
      expect(Object.fromEntries(asked.answer.headers)).toMatchObject({
        'x-litellm-model-group': 'gpt-4o-up',
        'x-litellm-attempted-fallbacks': '1',
        'x-litellm-attempted-retries': '0',
        'x-litellm-max-fallbacks': '5',
      });
    });

    it('are told their form where a client sends them in another, and take nothing over', async () => {
      const wrong = { fallbacks: 'gpt-4o-up', context_window_fallbacks: ['gpt-4o-up'], max_fallbacks: 'few' };
      const { answer } = await ask('gpt-4o-up', wrong);
      expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([
        200,
        'fallbacks: expected a list of models or of {group: [models]}, ' +
          'context_window_fallbacks: expected a list of {group: [models]}, max_fallbacks: expected a whole number',
      ]);
      expect((await ask('alone', { fallbacks: 'gpt-4o-up' })).answer.status).toBe(500);
    });

    it('cost what they cost, in the row of the group that answered', async () => {
      const { hash } = await ask('down');
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({
        status: 'success',
        model_group: 'gpt-4o-up',
        model: 'gpt-4o-up',
        attempts: 3,
        cost_nano: DEARER_NANO,
      });
    });

    it('take a stream over before its first content', async () => {
      const { key } = await createKey(gateway(), {});
      const stream = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'broken-stream', messages, stream: true },
      });
      expect(stream.headers.get('x-litellm-model-group')).toBe('gpt-4o-up');
      const { text } = stream;
      expect(text).not.toContain('overloaded');
      expect(text).toContain('"model":"gpt-4o-up"');
      expect(text).not.toContain('"model":"broken-stream"');
      expect(text).toContain('data: [DONE]');
    });

    it('are those of its kind for requests that are too long, or that a filter refuses', async () => {
      expect(group(await ask('long'))).toBe('up-long');
      expect(group(await ask('strict'))).toBe('up-lenient');
    });

    it('do not take over what the caller did wrong', async () => {
      const before = upstream.of('gpt-4o-up').length;
      const { answer, body } = await ask('wrong');
      expect(answer.status).toBe(400);
      expect(body.error?.message).toContain('this parameter is wrong');
      expect(upstream.of('gpt-4o-up')).toHaveLength(before);
    });

    it('go on with those that take over from them', async () => {
      const asked = await ask('chain');
      expect(group(asked)).toBe('up-last');
      expect(asked.answer.headers.get('x-litellm-attempted-fallbacks')).toBe('2');
    });

    it('speak another dialect as well', async () => {
      const asked = await ask('down-too');
      expect(asked.answer.status).toBe(200);
      expect(group(asked)).toBe('claude');
      expect(asked.body.model).toBe('claude');
    });

    it('are left alone where the client says so, and the first error is what it sees', async () => {
      const before = upstream.of('gpt-4o-up').length;
      const { answer, body } = await ask('down', { disable_fallbacks: true });
      expect(answer.status).toBe(500);
      expect(body.error?.message).toMatch(/down for now$/);
      expect(upstream.of('gpt-4o-up')).toHaveLength(before);
    });

    it('are those that the client names, and the first error names what else was tried', async () => {
      expect(group(await ask('alone', { fallbacks: ['middle', { model: 'gpt-4o-up' }] }))).toBe('gpt-4o-up');
      expect(group(await ask('alone', { fallbacks: [{ alone: ['gpt-4o-up'] }] }))).toBe('gpt-4o-up');
      const { answer, body } = await ask('alone', { fallbacks: ['middle'] });
      expect(answer.status).toBe(500);
      expect(body.error?.message).toMatch(/down for now[^]*took over: 'middle' \([^]*down as well/);
    });

    it('are asked only for a caller who may use them, and refused where he names one that he may not', async () => {
      const before = upstream.of('gpt-4o-up').length;
      const { answer } = await ask('down', {}, { models: ['down'] });
      expect(answer.status).toBe(500);
      expect(upstream.of('gpt-4o-up')).toHaveLength(before);
      expect(group(await ask('down', {}, { models: ['down', 'gpt-4o-up'] }))).toBe('gpt-4o-up');
      const named = await ask('down', { fallbacks: ['gpt-4o-up'] }, { models: ['down'] });
      expect(named.answer.status).toBe(403);
      expect(named.body.error).toMatchObject({ type: 'key_model_access_denied' });
    });

    it('are found and changed over the API, at the same address', async () => {
      const found = await callGateway(gateway(), 'GET /fallback/down');
      expect(found).toMatchObject({ status: 200, body: { model: 'down', fallback_models: ['gpt-4o-up'] } });
      const set = { model: 'alone', fallback_models: ['up-last'] };
      expect((await callGateway(gateway(), 'POST /fallback', { body: set })).status).toBe(200);
      expect(group(await ask('alone'))).toBe('up-last');
      expect((await callGateway(gateway(), 'DELETE /fallback/alone')).status).toBe(200);
      expect((await ask('alone')).answer.status).toBe(500);
      for (const route of [
        'GET /router/settings',
        'GET /callbacks/list',
        'GET /get/config/callbacks',
        'GET /config/list',
      ])
        expect([route, (await callGateway(gateway(), route)).status]).toEqual([route, 200]);
    });

    it('hold the limits that the caller has for them', async () => {
      await waitForRoomInMinute();
      const { key } = await createKey(gateway(), { model_rpm_limit: { 'gpt-4o-up': 1 } });
      const status = async () =>
        (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'down', messages } })).status;
      expect(await status()).toBe(200);
      expect(await status()).toBe(500);
    });

    it('hold the budgets that the caller has for them', async () => {
      const { key } = await createKey(gateway(), {
        model_max_budget: { 'gpt-4o-up': { budget_limit: Number(DEARER_NANO) / 1e9, time_period: '1d' } },
      });
      const status = async () =>
        (
          await callGateway(gateway(), 'POST /v1/chat/completions', {
            key,
            body: { model: 'down', messages, max_tokens: OUTPUT_TOKENS },
          })
        ).status;
      expect(await status()).toBe(200);
      expect(await status()).toBe(500);
    });
  },
);

describeAtBothEnds(
  'a fallback for every group',
  () => ({
    config: buildConfig(
      [
        ...['down', 'alone', 'down-too'].map((name) =>
          buildModel({ name, model: `openai/${SERVED_AS[name] ?? name}`, apiBase: `${upstream.url}/v1` }),
        ),
        buildChatModel(upstream, 'gpt-4o-up', PRICE),
      ],
      {
        litellm_settings: { default_fallbacks: ['down-too', 'gpt-4o-up'], num_retries: 0 },
        router_settings: {
          max_fallbacks: 1,
          fallbacks: [{ alone: ['gpt-4o-up'] }],
          fallbacks_beyond_model_lists: true,
        },
      },
    ),
  }),
  (gateway) => {
    const ask = async (model: string, settings: Parameters<typeof createKey>[1]) => {
      const { key } = await createKey(gateway(), settings);
      return callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model, messages } });
    };

    it('takes over from those that have none of their own, as often as the operator allows', async () => {
      const failed = await ask('down', {});
      expect(failed.status).toBe(500);
      expect(failed.text).toContain("took over: 'down-too'");
      expect(failed.text).not.toContain("'gpt-4o-up'");
      expect((await ask('alone', {})).headers.get('x-litellm-max-fallbacks')).toBe('1');
    });

    it('reaches callers whose lists leave it out, where the operator says so', async () => {
      const answer = await ask('alone', { models: ['alone'] });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-litellm-model-group')).toBe('gpt-4o-up');
      expect((await ask('gpt-4o-up', { models: ['alone'] })).status).toBe(403);
    });
  },
);
