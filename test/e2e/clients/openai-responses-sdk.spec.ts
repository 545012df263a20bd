import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { describeAt } from '../../support/gateway/index.js';
import { answerRecording, ReplayUpstream } from '../../support/upstream/index.js';

/** Recordings by the name of the model that answers with them: OpenAI's Responses API, and Anthropic's Messages. */
const RECORDED = {
  'openai-responses': {
    'r-text': 'openai/text.http.json',
    'r-text-stream': 'openai/text-stream.http.json',
    'r-structured': 'openai/structured.http.json',
    'r-tools': 'openai/tools-parallel.http.json',
    'r-tools-stream': 'openai/tools-stream.http.json',
    'r-refusal-stream': 'openai/refusal-stream.http.json',
    'r-incomplete-stream': 'openai/incomplete-stream.http.json',
    'gpt-5-codex': 'openai/encrypted-reasoning-replay.http.json',
    'gpt-5.1-codex': 'openai/tools-stream.http.json',
    'r-bad': 'openai/error-context-length.http.json',
  },
  'anthropic-messages': {
    'a-tools': 'messages/tools-parallel.http.json',
    'a-reasoning-stream': 'messages/reasoning-tools-stream.http.json',
  },
} as const;

const upstream = ReplayUpstream.ofFile();
for (const format of ['openai-responses', 'anthropic-messages'] as const)
  for (const [model, file] of Object.entries(RECORDED[format]))
    upstream.on(model, ({ body }) => answerRecording(format, file, turnOf(body)));

/** Which exchange of a conversation this is: one more for each run of tool results that it holds. */
function turnOf(body: Readonly<Record<string, unknown>>): number {
  const items = (body['input'] ?? body['messages']) as readonly { readonly type?: string }[] | string;
  if (typeof items === 'string') return 0;
  return items.filter(({ type }, at) => type === 'function_call_output' && items[at - 1]?.type !== type).length;
}

const config = (): object =>
  buildConfig([
    buildModel({ name: 'openai/*', model: 'openai/*', apiBase: `${upstream.url}/v1` }),
    buildModel({
      name: 'anthropic/*',
      model: 'anthropic/*',
      apiBase: upstream.url,
      params: { drop_params: true },
    }),
  ]);

const weather = {
  type: 'function' as const,
  name: 'weather',
  parameters: { type: 'object', properties: { location: { type: 'string' } } },
  strict: false,
};

describeAt(
  'nothing set',
  'the official OpenAI SDK on the Responses API',
  () => ({ config: config() }),
  (gateway) => {
    const connect = (path = '/v1'): OpenAI =>
      new OpenAI({ apiKey: gateway().masterKey, baseURL: gateway().url + path, maxRetries: 0 });

    it.each(['/v1', '', '/openai/v1'])('reads a text answer with base URL path "%s"', async (path) => {
      const answer = await connect(path).responses.create({ model: 'openai/r-text', input: 'Hello!' });
      expect(answer).toMatchObject({ object: 'response', status: 'completed', model: 'openai/r-text' });
      expect(answer.output_text.length).toBeGreaterThan(0);
      expect(answer.usage?.total_tokens).toBe((answer.usage?.input_tokens ?? 0) + (answer.usage?.output_tokens ?? 0));
      expect(upstream.of('r-text').at(-1)).toMatchObject({
        path: '/v1/responses',
        body: { model: 'r-text', input: 'Hello!' },
      });
    });

    it('adds up the deltas of a stream to the text of the response that ends it', async () => {
      const stream = await connect().responses.create({ model: 'openai/r-text-stream', input: 'x', stream: true });
      let text = '';
      let whole: OpenAI.Responses.Response | undefined;
      const numbers: number[] = [];
      for await (const event of stream) {
        numbers.push(event.sequence_number);
        if (event.type === 'response.output_text.delta') text += event.delta;
        if (event.type === 'response.completed') whole = event.response;
      }
      expect(text.length).toBeGreaterThan(0);
      expect(whole?.model).toBe('openai/r-text-stream');
      expect(whole?.usage?.output_tokens).toBeGreaterThan(0);
      expect(numbers).toEqual(numbers.map((_, index) => index));
    });

    it("serves the SDK's stream helper: the final response of a stream with a tool call", async () => {
      const runner = connect().responses.stream({
        model: 'openai/r-tools-stream',
        input: 'weather?',
        tools: [weather],
      });
      const deltas: string[] = [];
      runner.on('response.function_call_arguments.delta', ({ delta }) => deltas.push(delta));
      const response = await runner.finalResponse();
      const call = response.output.find((item) => item.type === 'function_call');
      expect(call).toMatchObject({ name: 'weather', arguments: deltas.join('') });
    });

    it('parses structured output', async () => {
      const schema = { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false };
      const answer = await connect().responses.create({
        model: 'openai/r-structured',
        input: 'x',
        text: { format: { type: 'json_schema', name: 'person', schema, strict: true } },
      });
      expect(JSON.parse(answer.output_text)).toEqual(expect.any(Object));
      expect(upstream.of('r-structured').at(-1)?.body['text']).toEqual({
        format: { type: 'json_schema', name: 'person', schema, strict: true },
      });
    });

    it('calls several tools at once, sends their results back and gets the answer', async () => {
      const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'add and multiply 2 and 3' }];
      const client = connect();
      const first = await client.responses.create({ model: 'openai/r-tools', input, tools: [weather] });
      const calls = first.output.filter((item) => item.type === 'function_call');
      expect(calls.map(({ name }) => name).sort()).toEqual(['add', 'multiply']);
      const results = calls.map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output: '5' }));
      const second = await client.responses.create({
        model: 'openai/r-tools',
        input: [...input, ...first.output, ...results] as typeof input,
        tools: [weather],
      });
      expect(second.output_text.length).toBeGreaterThan(0);
      expect(upstream.of('r-tools').at(-1)?.body['input']).toEqual([...input, ...first.output, ...results]);
    });

    it('reads a refusal and an answer that was cut, streamed', async () => {
      const refused = await connect()
        .responses.stream({ model: 'openai/r-refusal-stream', input: 'x' })
        .finalResponse();
      const message = refused.output.find((item) => item.type === 'message');
      expect(message?.content[0]?.type).toBe('refusal');
      const cut = await connect().responses.stream({ model: 'openai/r-incomplete-stream', input: 'x' }).finalResponse();
      expect(cut).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    });

    it('reaches a model of another provider: tools, and usage, and what was asked told again', async () => {
      const answer = await connect().responses.create({
        model: 'anthropic/a-tools',
        input: 'weather in two cities',
        instructions: 'Be brief.',
        max_output_tokens: 900,
        tools: [weather],
      });
      expect(answer).toMatchObject({
        object: 'response',
        status: 'completed',
        model: 'anthropic/a-tools',
        instructions: 'Be brief.',
        max_output_tokens: 900,
        tools: [weather],
      });
      expect(answer.output.filter(({ type }) => type === 'function_call').length).toBeGreaterThan(1);
      expect(answer.usage?.output_tokens).toBeGreaterThan(0);
      expect(upstream.of('a-tools').at(-1)?.body).toMatchObject({
        system: [{ type: 'text', text: 'Be brief.' }],
        max_tokens: 900,
        tools: [{ name: 'weather', input_schema: weather.parameters }],
      });
    });

    it('reaches it streamed, and sends back what it thought as it was sealed', async () => {
      const request = {
        model: 'anthropic/a-reasoning-stream',
        reasoning: { effort: 'low' as const },
        tools: [weather],
      };
      const asked: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'weather?' }];
      const first = await connect()
        .responses.stream({ ...request, input: asked })
        .finalResponse();
      expect(first.output.map(({ type }) => type)).toEqual(expect.arrayContaining(['reasoning', 'function_call']));
      const calls = first.output.filter((item) => item.type === 'function_call');
      const results = calls.map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output: '21C' }));
      await connect()
        .responses.stream({ ...request, input: [...asked, ...first.output, ...results] as typeof asked })
        .finalResponse();
      const turns = upstream.of('a-reasoning-stream').at(-1)?.body['messages'] as readonly { content: unknown }[];
      expect(turns[1]?.content).toMatchObject([
        { type: 'thinking', signature: expect.stringMatching(/^[\w+/=]{40,}$/) },
        { type: 'tool_use' },
      ]);
    });

    it('gets errors of the classes that it expects', async () => {
      await expect(connect().responses.create({ model: 'openai/r-bad', input: 'x' })).rejects.toBeInstanceOf(
        BadRequestError,
      );
      const kept = { model: 'openai/r-text', input: 'x', previous_response_id: 'resp_of_somebody' };
      await expect(connect().responses.create(kept)).rejects.toMatchObject({
        constructor: NotFoundError,
        param: 'previous_response_id',
      });
    });
  },
);

describeAt(
  'nothing set',
  'the official OpenAI SDK on chat completions of a model that has the Responses API alone',
  () => ({ config: config() }),
  (gateway) => {
    const connect = (): OpenAI =>
      new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });
    const tools = [
      { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object', properties: {} } } },
    ];

    it('keeps the reasoning sealed through the turns of its tools', async () => {
      const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'x' }];
      for (let turn = 0; turn < 2; turn += 1) {
        const answer = await connect().chat.completions.create({ model: 'openai/gpt-5-codex', messages, tools });
        const message = answer.choices[0]?.message;
        if (message === undefined) throw new Error('no choice');
        expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
        messages.push(message);
        for (const { id } of message.tool_calls ?? []) messages.push({ role: 'tool', tool_call_id: id, content: '7' });
      }
      const recorded = answerRecording('openai-responses', RECORDED['openai-responses']['gpt-5-codex']);
      const { output } = JSON.parse(recorded.body as string) as { output: readonly Record<string, unknown>[] };
      const [thought, call] = output;
      const sent = upstream.of('gpt-5-codex').at(-1)?.body;
      expect(sent).toMatchObject({ include: ['reasoning.encrypted_content'] });
      expect((sent?.['input'] as readonly unknown[]).slice(1, 4)).toEqual([
        { type: 'reasoning', id: thought?.['id'], summary: [], encrypted_content: thought?.['encrypted_content'] },
        { type: 'function_call', call_id: call?.['call_id'], name: call?.['name'], arguments: call?.['arguments'] },
        { type: 'function_call_output', call_id: call?.['call_id'], output: [{ type: 'input_text', text: '7' }] },
      ]);
    });

    it('streams a tool call once, and ends when the answer ends', async () => {
      const runner = connect().chat.completions.stream({
        model: 'openai/gpt-5.1-codex',
        messages: [{ role: 'user', content: 'x' }],
        tools,
        stream_options: { include_usage: true },
      });
      const completion = await runner.finalChatCompletion();
      const [choice] = completion.choices;
      expect(choice?.finish_reason).toBe('tool_calls');
      expect(choice?.message.tool_calls).toMatchObject([{ function: { name: 'weather' } }]);
      const [call] = choice?.message.tool_calls ?? [];
      expect(JSON.parse(call?.type === 'function' ? call.function.arguments : '')).toEqual({
        location: 'Florence, Italy',
      });
      expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
    });
  },
);
