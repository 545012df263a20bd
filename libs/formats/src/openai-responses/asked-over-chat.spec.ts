import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import { openaiChat, openaiChatClient } from '../openai-chat/index.js';
import { openaiResponsesClient } from './client.js';
import { isReasoner, TARGET } from './foreign-harness.contract.js';

const chat = openaiChat({
  provider: 'openai',
  limitField: () => 'max_completion_tokens',
  takesEffort: isReasoner,
  takesMetadata: true,
});

function encode(body: JsonObject, model = 'some-model') {
  const decoded = openaiResponsesClient.decodeRequest({
    body: { model: 'm', input: 'Hi', ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const encoded = chat.encodeRequest(decoded.value, { ...TARGET, model });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

describe('a request of the Responses API at a provider of chat completions', () => {
  it('asks the same in its words', () => {
    const grammar = { syntax: 'lark', definition: 'start: "x"' };
    const { body, warnings } = encode(
      {
        instructions: 'Be brief.',
        max_output_tokens: 50,
        reasoning: { effort: 'low', summary: 'auto' },
        text: { format: { type: 'json_schema', name: 'n', schema: {}, strict: true }, verbosity: 'low' },
        tools: [
          { type: 'function', name: 'f', parameters: { type: 'object' }, strict: false },
          { type: 'custom', name: 'g', format: { type: 'grammar', ...grammar } },
        ],
        tool_choice: { type: 'function', name: 'f' },
        service_tier: 'flex',
        store: true,
        metadata: { a: '1' },
        prompt_cache_key: 'k',
      },
      'reasoner',
    );
    expect(body).toEqual({
      model: 'reasoner',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      max_completion_tokens: 50,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: {}, strict: true } },
      verbosity: 'low',
      tools: [
        { type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: false } },
        { type: 'custom', custom: { name: 'g', format: { type: 'grammar', grammar } } },
      ],
      tool_choice: { type: 'function', function: { name: 'f' } },
      service_tier: 'flex',
      store: true,
      metadata: { a: '1' },
      prompt_cache_key: 'k',
    });
    expect(warnings).toEqual([]);
  });

  it('asks for no effort where the client named none', () => {
    expect(encode({ reasoning: { summary: 'auto' } }, 'reasoner').body).not.toHaveProperty('reasoning_effort');
  });

  it('has what was said in a row as one turn: words and calls are one message', () => {
    const input = [
      { role: 'user', content: [{ type: 'input_text', text: 'weather?' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Looking.', annotations: [] }] },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      { type: 'function_call', call_id: 'b', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: 'A' },
      { type: 'function_call_output', call_id: 'b', output: [{ type: 'input_text', text: 'B' }] },
    ];
    const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
    expect(encode({ input }).body['messages']).toEqual([
      { role: 'user', content: 'weather?' },
      { role: 'assistant', content: 'Looking.', tool_calls: [call('a'), call('b')] },
      { role: 'tool', tool_call_id: 'a', content: 'A' },
      { role: 'tool', tool_call_id: 'b', content: 'B' },
    ]);
  });

  it('names what chat completions have no word for', () => {
    const { body, warnings } = encode({ include: ['x'], truncation: 'auto' });
    expect(body).toEqual({ model: 'some-model', messages: [{ role: 'user', content: 'Hi' }] });
    expect(warnings.map(({ path }) => path).sort()).toEqual(['include', 'truncation']);
  });

  it('is not asked without a tool that it has no word for, unless that may be dropped', () => {
    const tools = [{ type: 'code_interpreter', container: { type: 'auto' } }];
    expect(() => encode({ tools })).toThrow("['tools']");
    const { body, warnings } = encode({ tools, drop_params: true });
    expect(body).not.toHaveProperty('tools');
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'tools' }]);
    expect(encode({ tools, additional_drop_params: ['tools'] }).warnings).toMatchObject([
      { path: 'tools', reason: 'additional_drop_params' },
    ]);
  });
});

describe('citations of web pages', () => {
  const citation = { url: 'https://example.com', title: 'T', start_index: 0, end_index: 2 };
  const flat = { type: 'url_citation', ...citation };
  const nested = { type: 'url_citation', url_citation: citation };
  const answer = (annotation: JsonObject): CanonicalResponse => ({
    id: 'x',
    model: 'm',
    choices: [
      { index: 0, content: [{ type: 'text', text: 'Hi', annotations: [annotation] }], finish: { reason: 'stop' } },
    ],
  });
  const context = { now: 0, newId: () => 'id', requestedModel: 'public' };

  it('stand flat in a response and nested in a chat completion, whichever they were', () => {
    for (const annotation of [flat, nested]) {
      expect(openaiResponsesClient.encodeResponse(answer(annotation), context)['output']).toMatchObject([
        { content: [{ annotations: [flat] }] },
      ]);
      expect(openaiChatClient.encodeResponse(answer(annotation), context)['choices']).toMatchObject([
        { message: { annotations: [nested] } },
      ]);
    }
  });

  it('are told in a stream too', () => {
    const encoder = openaiChatClient.openEncoder({ ...context, includeUsage: false });
    const events = [
      { type: 'text-start' as const, block: 0, choice: 0 },
      { type: 'text-delta' as const, block: 0, text: 'Hi' },
      { type: 'text-end' as const, block: 0, annotations: [flat] },
    ].flatMap((chunk) => encoder.push(chunk));
    const last = JSON.parse(events.at(-1)?.data ?? '') as JsonObject;
    expect(last['choices']).toMatchObject([{ delta: { annotations: [nested] } }]);
  });
});
