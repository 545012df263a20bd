import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt } from '../../support/gateway/index.js';
import {
  answerEvents,
  answerJson,
  answerRecording,
  ReplayUpstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';
import { askIn, type ClientId, SCHEMA } from './ask.js';
import { READ_ANSWER } from './read-answer.js';
import { readStream } from './read-stream.js';
import type { Wire } from './said.js';

const upstream = ReplayUpstream.ofFile();
const CLIENTS: readonly ClientId[] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'];

/** Models without schemas, each with recorded calls of a tool, which are played as calls of the tool that it was asked with. */
const MODELS: readonly (readonly [model: string, whole: UpstreamAnswer, stream: UpstreamAnswer])[] = [
  [
    'anthropic/claude-sonnet-4-20250514',
    answerRecording('anthropic-messages', 'messages/structured-by-tool.http.json'),
    answerRecording('anthropic-messages', 'messages/tool-use-stream.http.json'),
  ],
  [
    'deepseek/deepseek-chat',
    answerRecording('providers/deepseek', 'tools-no-params.http.json'),
    answerRecording('openai-chat', 'deepseek/tools-stream-multiturn.http.json'),
  ],
  [
    'groq/llama-3.3-70b-versatile',
    answerRecording('providers/groq', 'tool-choice.http.json', 2),
    answerRecording('openai-chat', 'groq/tools-parallel-stream.http.json'),
  ],
];
const nameOf = (model: string): string => model.slice(model.indexOf('/') + 1);

interface Asked {
  readonly tools: readonly { readonly name?: string; readonly function?: { readonly name: string } }[];
}

/** A recorded answer whose first called tool is the last of those that were offered. */
function asCallOf({ body }: UpstreamRequest, recorded: UpstreamAnswer): UpstreamAnswer {
  const offered = (body as unknown as Asked).tools.at(-1);
  const name = offered?.name ?? offered?.function?.name ?? '';
  const text = JSON.stringify(recorded.body);
  const called = /\\?"name\\*": ?\\*"(\w+)/.exec(text)?.[1] ?? '';
  return { ...recorded, body: JSON.parse(text.replaceAll(`"${called}\\`, `"${name}\\`)) as UpstreamAnswer['body'] };
}

for (const [model, whole, stream] of MODELS)
  upstream.on(nameOf(model), (request) => asCallOf(request, request.body['stream'] === true ? stream : whole));

const call = (name: string, input: object): object => ({ type: 'tool_use', id: 'toolu_1', name, input });
const message = (...content: readonly object[]): UpstreamAnswer =>
  answerJson(200, {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-3-haiku-20240307',
    content,
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 9, output_tokens: 4 },
  });
const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const weather = { type: 'function', function: { name: 'get_weather', parameters: SCHEMA } };

describeAt(
  'nothing set',
  'an answer by a schema of a model that takes none',
  () => {
    const model = (name: string, provider: string, info?: Readonly<Record<string, unknown>>): object =>
      buildModel({
        name,
        model: provider,
        apiBase: provider.startsWith('anthropic/') ? upstream.url : `${upstream.url}/v1`,
        ...(info !== undefined && { info }),
      });
    return {
      config: buildConfig([
        ...MODELS.map(([name]) => model(nameOf(name), name)),
        model('gpt-4o', 'openai/gpt-4o'),
        model('haiku', 'anthropic/claude-3-haiku-20240307'),
        model('thinker', 'deepseek/deepseek-reasoner'),
        model('told', 'openai_compatible/told', { supports_response_schema: false }),
        model('taught', 'deepseek/taught', { supports_response_schema: true }),
      ]),
    };
  },
  (gateway) => {
    const ask = (client: ClientId, model: string, stream: boolean, more: object = {}) => {
      const asked = askIn(client, 'structured-output', model, stream);
      if (asked === undefined) throw new Error(`${client} asks for none`);
      return callGateway<Wire>(gateway(), asked.route, { body: { ...asked.body, ...more } });
    };
    const lastOf = (model: string): Wire => {
      const last = upstream.of(model).at(-1);
      if (last === undefined) throw new Error(`nothing was sent for ${model}`);
      return last.body;
    };

    describe.each(MODELS)('%s', (model, recorded) => {
      it.each(CLIENTS)(
        'is the input of a tool that it has to call, told as text: to a client of %s',
        async (client) => {
          const whole = await ask(client, nameOf(model), false);
          expect(whole.status).toBe(200);
          const sent = lastOf(nameOf(model));
          const [tool] = sent['tools'] as readonly Wire[];
          expect(tool?.['input_schema'] ?? tool?.['function'].parameters).toMatchObject({
            type: 'object',
            properties: SCHEMA.properties,
          });
          expect(JSON.stringify(sent['tool_choice'])).toContain('json_tool_call');
          expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['output_config']));
          expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['response_format']));
          const said = READ_ANSWER[client](whole.body);
          expect(said).toMatchObject({ calls: [], finish: 'stop' });
          expect(JSON.parse(said.text)).toEqual(inputOf(recorded));
          expect(said.output).toBeGreaterThan(0);
          expect(whole.text).not.toContain('json_tool_call');
        },
      );

      it.each(CLIENTS)('comes in pieces where it is streamed: to a client of %s', async (client) => {
        const { status, text } = await ask(client, nameOf(model), true);
        expect(status).toBe(200);
        const said = readStream(client, text);
        // Groq's recording calls two tools at once
        expect(said.calls.map(({ name }) => name)).toEqual(model.startsWith('groq/') ? ['multiply'] : []);
        expect(said.finish).toBe(model.startsWith('groq/') ? 'tools' : 'stop');
        expect(JSON.parse(said.text)).toEqual(expect.any(Object));
        expect(text).not.toContain('json_tool_call');
      });
    });

    it('leaves the client its own tools, one of which the model may call instead', async () => {
      upstream.on(
        'claude-3-haiku-20240307',
        message({ type: 'text', text: 'Let me look.' }, call('get_weather', { city: 'Paris' })),
      );
      const { body } = await ask('openai-chat', 'haiku', false, { tools: [weather] });
      expect(lastOf('claude-3-haiku-20240307')).toMatchObject({ tool_choice: { type: 'any' } });
      expect(READ_ANSWER['openai-chat'](body)).toMatchObject({
        text: 'Let me look.',
        calls: [{ name: 'get_weather', args: { city: 'Paris' } }],
        finish: 'tools',
      });
    });

    it('has no words before it, whole or streamed', async () => {
      upstream.on(
        'claude-3-haiku-20240307',
        message({ type: 'text', text: 'Sure!' }, call('json_tool_call', { city: 'Paris' })),
      );
      const { body } = await ask('openai-chat', 'haiku', false);
      expect(READ_ANSWER['openai-chat'](body)).toMatchObject({ text: '{"city": "Paris"}', calls: [], finish: 'stop' });
      const part = (index: number, function_: object, id?: string) =>
        chunk({ tool_calls: [{ index, id, function: function_ }] });
      upstream.on(
        'deepseek-reasoner',
        answerEvents([
          chunk({ role: 'assistant', reasoning_content: 'Hm.' }),
          chunk({ content: 'Sure!' }),
          part(0, { name: 'json_tool_call', arguments: '' }, 'call_1'),
          part(0, { arguments: '{"city":' }),
          part(0, { arguments: '"Paris"}' }),
          chunk({}, 'tool_calls'),
          'data: [DONE]\n\n',
        ]),
      );
      const streamed = await ask('openai-chat', 'thinker', true);
      expect(readStream('openai-chat', streamed.text)).toMatchObject({
        text: '{"city":"Paris"}',
        reasoning: 'Hm.',
        calls: [],
        finish: 'stop',
      });
    });

    it('is asked for in words of a model that thinks, which no tool may be forced on, and taken as it comes', async () => {
      upstream.on(
        'deepseek-reasoner',
        answerEvents([
          chunk({ content: '{"city":' }),
          chunk({ content: '"Paris"}' }),
          chunk({}, 'stop'),
          'data: [DONE]\n\n',
        ]),
      );
      const { text } = await ask('openai-chat', 'thinker', true);
      const sent = lastOf('deepseek-reasoner');
      expect(sent).toMatchObject({ tool_choice: 'auto', tools: [{ function: { name: 'json_tool_call' } }] });
      expect(JSON.stringify(sent['messages'])).toContain('json_tool_call');
      expect(readStream('openai-chat', text)).toMatchObject({ text: '{"city":"Paris"}', finish: 'stop' });
    });

    it('is the operator’s to say of a model: takes schemas, or takes none', async () => {
      upstream.on(
        'told',
        answerJson(200, { id: 'c', object: 'chat.completion', created: 1, model: 'told', choices: [] }),
      );
      upstream.on(
        'taught',
        answerJson(200, { id: 'c', object: 'chat.completion', created: 1, model: 'taught', choices: [] }),
      );
      await ask('openai-chat', 'told', false);
      expect(lastOf('told')).toMatchObject({ tools: [{ function: { name: 'json_tool_call' } }] });
      await ask('openai-chat', 'taught', false);
      expect(lastOf('taught')).toMatchObject({ response_format: { type: 'json_schema' } });
      expect(lastOf('taught')).not.toHaveProperty('tools');
    });

    it.each(['deepseek-chat', 'claude-sonnet-4-20250514'])(
      'is a list where its client asks for one, whole and streamed: %s',
      async (model) => {
        const list = '[{"city": "Paris"}, {"city": "Rome"}]';
        const wrapped = { value: JSON.parse(list) as unknown };
        const called = (name: string): UpstreamAnswer =>
          model.startsWith('claude')
            ? message(call(name, wrapped))
            : answerEvents([
                chunk({
                  role: 'assistant',
                  tool_calls: [{ index: 0, id: 'c', function: { name, arguments: '{"val' } }],
                }),
                chunk({ tool_calls: [{ index: 0, function: { arguments: `ue": ${list}}` } }] }),
                chunk({}, 'tool_calls'),
                'data: [DONE]\n\n',
              ]);
        upstream.on(model, called('json_tool_call'));
        const stream = !model.startsWith('claude');
        const generationConfig = {
          responseMimeType: 'application/json',
          responseSchema: { type: 'ARRAY', items: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } },
        };
        const answer = await ask('gemini', model, stream, { generationConfig });
        expect(answer.status).toBe(200);
        const said = stream ? readStream('gemini', answer.text) : READ_ANSWER.gemini(answer.body);
        expect(said).toMatchObject({ calls: [], finish: 'stop' });
        expect(JSON.parse(said.text)).toEqual(JSON.parse(list));
      },
    );

    it('is a list at OpenAI too, whose schemas are of objects', async () => {
      const completion = { id: 'c', object: 'chat.completion', created: 1, model: 'gpt-4o' };
      const content = '{"value":["Paris","Rome"]}';
      const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
      upstream.on('gpt-4o', answerJson(200, { ...completion, choices: [choice] }));
      const generationConfig = {
        responseMimeType: 'application/json',
        responseSchema: { type: 'ARRAY', items: { type: 'STRING' } },
      };
      const { body } = await ask('gemini', 'gpt-4o', false, { generationConfig });
      expect(lastOf('gpt-4o')).toMatchObject({ response_format: { json_schema: { schema: { type: 'object' } } } });
      expect(READ_ANSWER.gemini(body).text).toBe('["Paris","Rome"]');
      // a client of OpenAI's knows what its schemas are of
      const response_format = {
        type: 'json_schema',
        json_schema: { name: 'list', schema: { type: 'array', items: {} } },
      };
      await ask('openai-chat', 'gpt-4o', false, { response_format });
      expect(lastOf('gpt-4o')).toMatchObject({ response_format });
    });

    it('is left out and named where it is to be dropped', async () => {
      upstream.on(
        'deepseek-chat',
        answerJson(200, { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [] }),
      );
      const answer = await ask('openai-chat', 'deepseek-chat', false, { additional_drop_params: ['response_format'] });
      expect(answer.headers.get('x-litellm-dropped-params')).toBe('response_format');
      expect(Object.keys(lastOf('deepseek-chat'))).toEqual(expect.not.arrayContaining(['tools', 'response_format']));
    });

    it('of a form that only Gemini has is refused by name', async () => {
      const generationConfig = { responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: ['a'] } };
      const { status, text } = await ask('gemini', 'deepseek-chat', false, { generationConfig });
      expect([status, text.includes('responseMimeType')]).toEqual([400, true]);
    });
  },
);

/** What the recorded answer calls its first tool with. */
function inputOf({ body }: UpstreamAnswer): unknown {
  const { content, choices } = JSON.parse(body as string) as Wire;
  const input = content?.[0]?.input ?? (JSON.parse(choices[0].message.tool_calls[0].function.arguments) as unknown);
  return input as unknown;
}
