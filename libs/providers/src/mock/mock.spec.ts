import Ajv from 'ajv';
import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, CanonicalResponse, Usage } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { mock } from './index.js';

const target = buildTarget('mock/text', 'http://mock.invalid/v1', { group: 'mock/text' });

function call(body: JsonObject, model = 'text'): { readonly type: string; readonly text: string } {
  const operation = mock.adapters.chat;
  if (operation === undefined || mock.inProcess === undefined) throw new Error('the mock answers chats in process');
  const request = openaiChatClient.decodeRequest({
    body: { model: `mock/${model}`, messages: [{ role: 'user', content: 'Say hello' }], ...body },
    params: {},
    query: {},
  });
  if (!request.ok) throw request.error;
  const built = operation.buildRequest(request.value, { ...target, model }, undefined);
  if (!built.ok) throw built.error;
  const answer = mock.inProcess(operation.sign(built.value.spec, {}, 1_700_000_000_000));
  expect(answer.status).toBe(200);
  return { type: answer.headers['content-type'] ?? '', text: [...answer.body].join('') };
}

function ask(body: JsonObject, model?: string): CanonicalResponse {
  const { type, text } = call(body, model);
  expect(type).toBe('application/json');
  const response = mock.adapters.chat?.format.decodeResponse(JSON.parse(text));
  if (response === undefined) throw new Error('no answer');
  return response;
}

function stream(body: JsonObject, model?: string): readonly CanonicalChunk[] {
  const { type, text } = call({ ...body, stream: true }, model);
  expect(type).toBe('text/event-stream');
  const frames = FRAMINGS.sse.openDecoder();
  const decoder = mock.adapters.chat?.format.openDecoder({
    now: 0,
    newId: () => 'x',
    requestedModel: 'm',
    includeUsage: true,
  });
  return [...frames.push(Buffer.from(text)), ...frames.end()].flatMap((event) => [...(decoder?.push(event) ?? [])]);
}

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 2 }, unit: { enum: ['C', 'F'] } },
      required: ['city', 'days', 'unit'],
    },
  },
};

describe('the mock provider', () => {
  test('echo repeats the last text of the user, any other model says its paragraph', () => {
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'a' },
      { role: 'user', content: [{ type: 'text', text: 'last' }] },
    ];
    expect(ask({ messages }, 'echo').choices[0]?.content).toMatchObject([{ type: 'text', text: 'last' }]);
    expect(ask({}).choices).toEqual(ask({}, 'whatever').choices);
    expect(ask({})).toMatchObject({ model: 'text', createdAt: 1_700_000_000 });
  });

  test('usage counts what was sent and said, the same whenever it is asked and however it is told', () => {
    const whole = ask({}, 'echo').usage;
    expect(whole).toMatchObject({ inputUncached: 7, output: 3 });
    const told = stream({}, 'echo').find(
      (chunk): chunk is Extract<CanonicalChunk, { type: 'usage' }> => chunk.type === 'usage',
    );
    expect(told?.usage as Usage).toEqual(whole);
  });

  test.each(['max_tokens', 'max_completion_tokens'])('%s is honoured and ends the answer with length', (field) => {
    const response = ask({ [field]: 2 }, 'echo');
    expect(response).toMatchObject({
      usage: { output: 2 },
      choices: [{ content: [{ text: 'Say hell' }], finish: { reason: 'length' } }],
    });
    expect(stream({ [field]: 2 }, 'echo').filter((chunk) => chunk.type === 'text-delta')).toHaveLength(2);
  });

  test('a stream says the same as the whole answer and ends as a stream must', () => {
    const chunks = stream({});
    const text = chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.text : '')).join('');
    expect(ask({}).choices[0]?.content).toMatchObject([{ text }]);
    expect(
      chunks
        .filter((chunk) => chunk.type !== 'wire')
        .slice(-3)
        .map((chunk) => chunk.type),
    ).toEqual(['finish', 'usage', 'end']);
  });

  test.each<[string, JsonObject]>([
    ['is required', { tool_choice: 'required' }],
    ['is named', { tool_choice: { type: 'function', function: { name: 'get_weather' } } }],
    ['is spoken of', { messages: [{ role: 'user', content: 'use get_weather' }] }],
  ])('a tool that %s is called with input that fits its schema', (_, more) => {
    const response = ask({ tools: [weather], ...more });
    const part = response.choices[0]?.content[0];
    if (part?.type !== 'tool-call') throw new Error('no call');
    expect(response.choices[0]?.finish.reason).toBe('tool-calls');
    expect(new Ajv().validate(weather.function.parameters, JSON.parse(part.input))).toBe(true);
    const deltas = stream({ tools: [weather], ...more }).map((chunk) =>
      chunk.type === 'tool-call-delta' ? chunk.input : '',
    );
    expect(deltas.join('')).toBe(part.input);
  });

  test.each<[string, JsonObject]>([
    ['nobody asks for it', {}],
    ['it is forbidden', { tool_choice: 'none', messages: [{ role: 'user', content: 'use get_weather' }] }],
    [
      'its result is there',
      {
        tool_choice: 'required',
        messages: [
          { role: 'user', content: 'get_weather' },
          { role: 'tool', tool_call_id: 'call_mock_1', content: '21C' },
        ],
      },
    ],
  ])('no tool is called where %s', (_, more) => {
    expect(ask({ tools: [weather], ...more }).choices[0]?.content[0]?.type).toBe('text');
  });

  test('a JSON schema is honoured, and several answers are given and counted', () => {
    const schema = {
      type: 'object',
      properties: { b: { type: 'string' } },
      required: ['b'],
      additionalProperties: false,
    };
    const response = ask({ n: 2, response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } });
    expect(response.choices).toHaveLength(2);
    const part = response.choices[1]?.content[0];
    expect(new Ajv().validate(schema, JSON.parse(part?.type === 'text' ? part.text : ''))).toBe(true);
    expect(stream({ n: 2 }).filter((chunk) => chunk.type === 'finish')).toHaveLength(2);
  });
});
