import type OpenAI from 'openai';
import { buildConfig } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, sumOfCosts, waitForRows } from '../../support/gateway/index.js';
import { callBridge, openBridge, TOOL, turnsOf } from './bridge-harness.js';

const bridge = openBridge();

describeAt(
  'everything set',
  'a conversation by ids with a provider that keeps none',
  () => ({
    config: buildConfig(bridge.models()),
    env: { SALT_KEY: 'salt-of-the-operator-0123456789' },
  }),
  (gateway) => {
    const { connect, respond, make } = callBridge(gateway);

    it.each([
      ['thinks', 'claude-thinks', true],
      ['tool', 'claude-tool', true],
      ['whole', 'claude-whole', false],
      ['g-whole', 'gemini-whole', false],
      ['g-stream', 'gemini-stream', true],
    ] as const)('is gone on from with the result of its tool alone (%s, %s)', async (name, upstreamName, stream) => {
      const client = connect((await createKey(gateway())).key);
      const run = async (
        asked: Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, 'stream'>,
      ): Promise<OpenAI.Responses.Response> =>
        stream ? await client.responses.stream(asked).finalResponse() : await client.responses.create(asked);
      const base = { model: name, tools: [TOOL], reasoning: { effort: 'low' as const } };
      const first = await run({ ...base, input: 'What is the weather in Florence?', instructions: 'Be brief.' });
      expect(first).toMatchObject({ store: true, previous_response_id: null });
      const call = first.output.find((item) => item.type === 'function_call');
      if (call === undefined) throw new Error('no tool was called');
      const second = await run({
        ...base,
        previous_response_id: first.id,
        input: [{ type: 'function_call_output', call_id: call.call_id, output: '40 degrees' }],
      });
      expect(second).toMatchObject({ store: true, previous_response_id: first.id, status: 'completed' });
      expect(second.output_text).not.toBe('');
      const turns = turnsOf(bridge.last(upstreamName));
      expect(turns.map(({ role }) => role)).toEqual(
        upstreamName.startsWith('gemini') ? ['user', 'model', 'user'] : ['user', 'assistant', 'user'],
      );
      const text = JSON.stringify(turns);
      expect(text).toContain('What is the weather in Florence?');
      expect(text).toContain('40 degrees');
      expect(JSON.stringify(bridge.last(upstreamName).body)).not.toContain('Be brief.');
    });

    it('gives its reasoning back to its provider with the very seal that it came with', async () => {
      const client = connect((await createKey(gateway())).key);
      const first = await client.responses
        .stream({ model: 'thinks', input: 'weather?', tools: [TOOL], reasoning: { effort: 'low' } })
        .finalResponse();
      const call = first.output.find((item) => item.type === 'function_call');
      await client.responses
        .stream({
          model: 'thinks',
          previous_response_id: first.id,
          tools: [TOOL],
          reasoning: { effort: 'low' },
          input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: '40' }],
        })
        .finalResponse();
      const [thinking, use] = turnsOf(bridge.last('claude-thinks'))[1]?.content as readonly Record<string, unknown>[];
      expect(thinking).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/^The user is asking for/) });
      expect(thinking?.['signature']).toMatch(/^EtYDCkYICxgCKkAVHEWRYo6RgSMs4ZZDX4gW16kdfp2EIXftcLesVephGa/);
      expect(use).toMatchObject({ type: 'tool_use', id: call?.call_id });
    });

    it('goes on at the account that made it, whichever of several that was', async () => {
      const { key } = await createKey(gateway());
      for (let call = 0; call < 8; call += 1) {
        const id = await make(key, { model: 'many' });
        const maker = bridge.last('claude-b').headers['x-api-key'];
        await make(key, { model: 'many', previous_response_id: id });
        expect(bridge.last('claude-b').headers['x-api-key']).toBe(maker);
      }
    });

    it.each([
      ['thinks', 'g-stream', 'gemini-stream', /EtYDCkYICxgCKkAVHEWRYo6RgSMs4ZZDX4gW16kdfp2/],
      ['g-whole', 'thinks', 'claude-thinks', /ErkECrYEARFNMg|__thought__/],
    ] as const)(
      'made by %s is gone on from by %s, which is shown its words and no seal that is not its own',
      async (maker, name, upstreamName, seal) => {
        const { key } = await createKey(gateway());
        const base = { tools: [TOOL], stream: true, reasoning: { effort: 'low' } };
        const first = await respond({ ...base, model: maker, stream: maker !== 'g-whole', input: 'weather?' }, key);
        expect(first.text).toMatch(seal);
        const told = ((first.events.at(-1)?.data as { response?: object } | undefined)?.response ??
          first.body) as unknown as OpenAI.Responses.Response;
        const call = told.output.find((item) => item.type === 'function_call');
        const input = [{ type: 'function_call_output', call_id: call?.call_id, output: '40 degrees' }];
        const second = await respond({ ...base, model: name, previous_response_id: told.id, input }, key);
        expect([second.status, second.events.at(-1)?.event]).toEqual([200, 'response.completed']);
        if (name === 'thinks') expect(second.headers.get('x-litellm-dropped-params')).toContain('messages');
        const sent = JSON.stringify(bridge.last(upstreamName).body);
        expect(sent).toContain('weather?');
        expect(sent).toContain('40 degrees');
        expect(sent).not.toMatch(seal);
        expect(sent).not.toContain('tollgate.seal');
      },
    );

    it('goes on over many turns, each with all that was said, and by two ways from one response', async () => {
      const { key } = await createKey(gateway());
      let previous: string | undefined;
      const ids: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        previous = await make(key, {
          input: `turn ${String(turn)}`,
          ...(previous && { previous_response_id: previous }),
        });
        ids.push(previous);
        expect(turnsOf(bridge.last('claude'))).toHaveLength(2 * turn + 1);
      }
      await make(key, { input: 'another way', previous_response_id: ids[1] });
      expect(JSON.stringify(turnsOf(bridge.last('claude')))).toMatch(/turn 0.*turn 1.*another way/);
      expect(JSON.stringify(turnsOf(bridge.last('claude')))).not.toContain('turn 2');
    });

    it('is refused where a response before it is gone', async () => {
      const { key } = await createKey(gateway());
      const first = await make(key);
      const second = await make(key, { previous_response_id: first });
      await callGateway(gateway(), `DELETE /v1/responses/${first}`, { key });
      expect(await respond({ previous_response_id: second }, key)).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining('send the conversation so far as input') } },
      });
    });

    it('is refused where a tool’s call is left without its result', async () => {
      const { key } = await createKey(gateway());
      const first = await make(key, { model: 'g-whole', tools: [TOOL] });
      const before = bridge.upstream.requests.length;
      expect(
        await respond({ model: 'g-whole', tools: [TOOL], previous_response_id: first, input: 'never mind' }, key),
      ).toMatchObject({
        status: 400,
        body: { error: { param: 'input', message: expect.stringContaining('No tool output found for function call') } },
      });
      expect(bridge.upstream.requests).toHaveLength(before);
    });

    it('costs what its whole conversation costs, and a look at it nothing', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 100 });
      const id = await make(key);
      await make(key, { previous_response_id: id });
      await callGateway(gateway(), `GET /v1/responses/${id}`, { key });
      await callGateway(gateway(), `DELETE /v1/responses/${id}`, { key });
      const rows = await waitForRows(gateway().databaseUrl, hash, 4);
      expect(rows.map(({ status, cost_nano }) => [status, cost_nano])).toEqual([
        ['success', 16_000n],
        ['success', 16_000n],
        ['success', 0n],
        ['success', 0n],
      ]);
      expect(sumOfCosts(rows)).toBe(32_000n);
    });

    it('is held for with its whole conversation: a budget for the new words alone is not enough', async () => {
      const { key } = await createKey(gateway());
      // about 100,000 tokens at a dollar a million
      const id = await make(key, { input: 'word '.repeat(100_000) });
      await callGateway(gateway(), 'POST /key/update', { body: { key, max_budget: 0.02 } });
      const before = bridge.upstream.requests.length;
      const refused = await respond({ previous_response_id: id, max_output_tokens: 10 }, key);
      expect(refused.status).not.toBe(200);
      expect(refused.text).toMatch(/budget/i);
      expect(bridge.upstream.requests).toHaveLength(before);
      expect((await respond({ max_output_tokens: 10 }, key)).status).toBe(200);
    });
  },
);
