import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, sumOfCosts, waitForRows } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat, speakMessage, speakResponse } from '../../support/upstream/index.js';

const SPOKEN = { outputTokens: 3, promptTokens: 10 };
const upstream = ReplayUpstream.ofFile();
for (const model of ['m', 'codex-mini-latest', 'moded'])
  upstream.on(model, (request) =>
    request.path.endsWith('/responses') ? speakResponse(request, SPOKEN) : speakChat(request, SPOKEN),
  );
upstream.on('cut', (request) => speakResponse(request, { ...SPOKEN, cutAfter: 5 }));
upstream.on('failing', () =>
  answerJson(429, { error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } }),
);
upstream.on('claude', (request) => speakMessage(request, SPOKEN));

const model = (name: string, at: string, more: Partial<Parameters<typeof buildModel>[0]> = {}): object =>
  buildModel({
    name,
    model: at,
    apiBase: at.startsWith('anthropic') ? upstream.url : `${upstream.url}/v1`,
    inputCost: 0.000_001,
    outputCost: 0.000_002,
    ...more,
  });

const CHAT = { messages: [{ role: 'user', content: 'Hi' }] };
const codex = (name: string): object => ({
  model: name,
  stream: true,
  input: [
    {
      type: 'message',
      id: 'msg_30034e00',
      role: 'developer',
      content: [{ type: 'input_text', text: 'You are a coding agent running in the Codex CLI.' }],
    },
    { type: 'message', id: 'msg_01a214a6', role: 'user', content: [{ type: 'input_text', text: 'Say hi' }] },
  ],
  tools: [
    {
      type: 'function',
      name: 'exec_command',
      description: 'Runs a command.',
      strict: false,
      parameters: { type: 'object', properties: {} },
    },
    { type: 'namespace', name: 'multi_agent_v1', description: 'Agents.', tools: [] },
  ],
  tool_choice: 'auto',
  parallel_tool_calls: true,
  reasoning: { summary: 'auto' },
  store: false,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: '01a214a6-ce0f-7e61-8ae7-3369611b2236',
  client_metadata: { thread_id: '01a214a6-ce0f-7e61-8ae7-3369611b2236' },
});

describeAt(
  'everything set',
  'the Responses API',
  () => ({
    config: buildConfig(
      [
        model('m', 'openai/m'),
        model('over-chat', 'openai/m', { params: { use_chat_completions_api: true, drop_params: true } }),
        model('prefixed', 'openai/responses/m'),
        model('moded', 'openai/moded', { info: { mode: 'responses' } }),
        model('codex', 'openai/codex-mini-latest'),
        model('openai/*', 'openai/*'),
        model('cut', 'openai/cut'),
        model('failing', 'openai/failing'),
        model('claude', 'anthropic/claude', { params: { drop_params: true } }),
      ],
      { general_settings: { shared_provider_objects: ['pmpt_1'] } },
    ),
  }),
  (gateway) => {
    const respond = (name: string, more: object = {}, key?: string) =>
      callGateway(gateway(), 'POST /v1/responses', {
        body: { model: name, input: 'Hi', ...more },
        ...(key && { key }),
      });
    const askedOver = (name: string): string | undefined => upstream.of(name).at(-1)?.path;

    it.each([
      ['m', 'm', '/v1/responses'],
      ['over-chat', 'm', '/v1/chat/completions'],
      ['claude', 'claude', '/v1/messages'],
    ])('of the model %s is asked where its provider has it', async (name, at, path) => {
      const answer = await respond(name);
      expect([answer.status, answer.body['object'], answer.body['model']]).toEqual([200, 'response', name]);
      expect(askedOver(at)).toBe(path);
    });

    it.each([
      ['m', 'm', '/v1/chat/completions'],
      ['prefixed', 'm', '/v1/responses'],
      ['openai/responses/m', 'm', '/v1/responses'],
      ['moded', 'moded', '/v1/responses'],
      ['codex', 'codex-mini-latest', '/v1/responses'],
    ])('serves a chat client of the model %s where it must', async (name, at, path) => {
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { body: { model: name, ...CHAT } });
      expect([answer.status, answer.body['object']]).toEqual([200, 'chat.completion']);
      expect(askedOver(at)).toBe(path);
      expect(upstream.of(at).at(-1)?.headers['authorization']).toBe('Bearer sk-upstream');
    });

    it.each([false, true])('is charged once, by its own usage (stream %s)', async (stream) => {
      const { key, hash } = await createKey(gateway());
      expect((await respond('m', { stream }, key)).status).toBe(200);
      const rows = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ status: 'success', cost_nano: 10n * 1000n + 3n * 2000n });
      expect(sumOfCosts(rows)).toBe(16_000n);
    });

    it('relays a stream byte for byte, but for the model and the cost that it ends on', async () => {
      const { events } = await respond('prefixed', { stream: true });
      expect(events.map(({ event }) => event)).toEqual(
        expect.arrayContaining(['response.created', 'response.output_text.delta', 'response.completed']),
      );
      expect(events.at(-1)?.data).toMatchObject({
        response: { model: 'prefixed', usage: { total_tokens: 13, cost: 0.000_016 } },
      });
    });

    it.each(['cut', 'openai/responses/cut'])(
      'never ends a stream that broke off as if it were whole (%s)',
      async (name) => {
        const { events } = await respond(name, { stream: true });
        expect(events.map(({ event }) => event)).not.toContain('response.completed');
        expect(events.at(-1)).toMatchObject({
          event: 'error',
          data: { type: 'error', error: { message: expect.any(String) } },
        });
        const numbers = events.map(({ data }) => (data as { readonly sequence_number: number }).sequence_number);
        expect(numbers).toEqual(events.map((_, at) => at));
        const chat = await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'openai/responses/cut', stream: true, ...CHAT },
        });
        expect(chat.text).not.toContain('[DONE]');
        expect(chat.events.at(-1)?.data).toMatchObject({ error: { message: expect.any(String) } });
      },
    );

    it('tells what its provider said of a failure', async () => {
      const answer = await respond('failing');
      expect(answer.status).toBe(429);
      expect(JSON.stringify(answer.body)).toContain('Slow down.');
    });

    it.each([
      [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
      [{ conversation: { id: 'conv_1' } }, 'conversation'],
      [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input[0].id'],
    ])('goes on from nothing whose owner is not known: %j', async (more, param) => {
      const before = upstream.requests.length;
      const answer = await respond('m', more);
      expect([answer.status, answer.body['error']]).toEqual([404, expect.objectContaining({ param })]);
      expect(upstream.requests).toHaveLength(before);
    });

    it.each([
      [{ tools: [{ type: 'web_search' }] }],
      [{ tools: [{ type: 'code_interpreter', container: { type: 'auto' } }], max_tool_calls: 1 }],
      [{ brand_new_member: true }],
    ])('refuses a key under a budget what cannot be bounded: %j', async (more) => {
      const { key } = await createKey(gateway(), { max_budget: 100 });
      const before = upstream.requests.length;
      expect(await respond('m', more, key)).toMatchObject({ status: 422, body: { error: { type: 'unbounded_cost' } } });
      expect(upstream.requests).toHaveLength(before);
      expect((await respond('m', more)).status).toBe(200);
    });

    it.each([
      [{ background: true }, 'background'],
      [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    ])('asks no provider of another dialect for what only its own keeps: %j', async (more, param) => {
      expect(await respond('claude', more)).toMatchObject({ status: 400, body: { error: { param } } });
    });

    it('serves Codex, on its own dialect and on others', async () => {
      for (const name of ['m', 'over-chat', 'claude']) {
        const { key } = await createKey(gateway(), { max_budget: 100 });
        const { status, events } = await callGateway(gateway(), 'POST /v1/responses', { body: codex(name), key });
        expect([name, status, events.at(-1)?.event]).toEqual([name, 200, 'response.completed']);
        expect(events.at(-1)?.data).toMatchObject({ response: { model: name, status: 'completed' } });
      }
      expect(upstream.of('claude').at(-1)?.body).toMatchObject({
        system: [{ type: 'text', text: 'You are a coding agent running in the Codex CLI.' }],
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Say hi' }] }],
      });
    });

    it('names a member that is not what it must be', async () => {
      for (const [more, param] of [
        [{ input: 5 }, 'input'],
        [{ max_output_tokens: 0 }, 'max_output_tokens'],
        [{ input: [{ role: 'nobody', content: 'x' }] }, 'input[0].role'],
        [{ Model: 'x' }, 'Model'],
      ] as const)
        expect(await respond('m', more)).toMatchObject({ status: 400, body: { error: { param } } });
    });
  },
);
