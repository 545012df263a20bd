import type { CanonicalRequest } from '@tollgate/canonical';
import { anthropicMessagesClient, type ClientFormat, openaiChatClient, openaiResponsesClient } from './index.js';
import type { JsonObject } from '@tollgate/kernel';
import { holdsParameter, omitParameters } from './omit-parameters.js';

const parameters = { type: 'object', properties: { city: { type: 'string', description: 'd' } } };
const messages = [{ role: 'user', content: 'x' }];

function decode(client: ClientFormat, body: JsonObject): CanonicalRequest {
  const decoded = client.decodeRequest({ body: { model: 'm', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

const chat = (body: JsonObject): CanonicalRequest => decode(openaiChatClient, { messages, ...body });
const chatTool = (more: JsonObject = {}, beside: JsonObject = {}): JsonObject => ({
  type: 'function',
  function: { name: 'f', parameters, strict: true, ...more },
  ...beside,
});

describe('omitParameters', () => {
  it.each<[string, JsonObject]>([
    ['temperature', { temperature: 0 }],
    ['tools', { tools: [chatTool()] }],
    ['tool_choice', { tool_choice: 'auto' }],
    ['response_format', { response_format: { type: 'json_object' } }],
    ['reasoning_effort', { reasoning_effort: 'low' }],
    ['metadata.a', { metadata: { a: '1' } }],
    ['logit_bias', { logit_bias: { '5': 1 } }],
    ['own.deep[1].x', { own: { deep: [{}, { x: 1 }] } }],
  ])('takes %s out, and nothing where it is not', (path, body) => {
    const request = chat(body);
    expect(holdsParameter(request, path)).toBe(true);
    expect(omitParameters(request, [path])).not.toEqual(request);
    const without = chat({});
    expect(holdsParameter(without, path)).toBe(false);
    expect(omitParameters(without, [path])).toBe(without);
  });

  it.each(['max_tokens', 'messages', 'messages[0].content', 'model', 'stream', ''])('never takes out %j', (path) => {
    const request = chat({ max_tokens: 9, stream: true });
    expect(omitParameters(request, [path])).toBe(request);
  });

  it.each<[string, ClientFormat, JsonObject, JsonObject]>([
    [
      'chat',
      openaiChatClient,
      { messages, tools: [chatTool()] },
      { type: 'function', function: { name: 'f', parameters } },
    ],
    [
      'responses',
      openaiResponsesClient,
      { input: 'x', tools: [{ type: 'function', name: 'f', parameters, strict: true }] },
      { type: 'function', name: 'f', parameters },
    ],
    [
      'messages',
      anthropicMessagesClient,
      { messages, max_tokens: 9, tools: [{ name: 'f', input_schema: parameters, strict: true }] },
      { name: 'f', input_schema: parameters },
    ],
  ])('leaves the rest of a tool as a %s client wrote it', (_name, client, body, left) => {
    const [tool] = omitParameters(decode(client, body), ['tools[*].function.strict']).tools ?? [];
    expect(tool).not.toHaveProperty('strict');
    expect(tool?.source?.value).toEqual(left);
  });

  it('finds what Anthropic calls by another name', () => {
    const tools = [{ name: 'f', input_schema: parameters }];
    const request = decode(anthropicMessagesClient, { messages, max_tokens: 9, tools });
    const [tool] = omitParameters(request, ['tools[0].function.parameters.properties']).tools ?? [];
    expect(tool?.source?.value).toEqual({ name: 'f', input_schema: { type: 'object' } });
  });

  it('takes out a whole tool, and one that only its dialect knows in part', () => {
    const tools = [chatTool(), { type: 'web_search', filters: { a: 1 } }];
    expect(omitParameters(chat({ tools }), ['tools[0]']).tools).toHaveLength(1);
    const [, search] = omitParameters(chat({ tools }), ['tools[*].filters.a']).tools ?? [];
    expect(search).toMatchObject({ type: 'opaque', source: { value: { type: 'web_search', filters: {} } } });
  });

  it('takes a member of no canonical place from where it stood, beside the function or in it', () => {
    for (const [tool, path] of [
      [chatTool({}, { input_examples: [1] }), 'tools[*].input_examples'],
      [chatTool({ input_examples: [1] }), 'tools[*].function.input_examples'],
    ] as const) {
      const [left] = omitParameters(chat({ tools: [tool] }), [path]).tools ?? [];
      expect(left).not.toHaveProperty('extra');
      expect(JSON.stringify(left)).not.toContain('input_examples');
    }
  });

  it('takes a member out of a schema of the answer', () => {
    const json_schema = { name: 'a', schema: parameters, strict: true };
    const request = chat({ response_format: { type: 'json_schema', json_schema } });
    const left = omitParameters(request, ['response_format.json_schema.strict']).responseFormat;
    expect(left).toEqual({ type: 'json_schema', name: 'a', schema: parameters });
  });
});
