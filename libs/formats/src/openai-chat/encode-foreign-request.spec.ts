import type { CanonicalRequest, ContentPart, Tool } from '@tollgate/canonical';
import { openaiTarget } from '../../../../test/contract/targets.js';
import type { Encoded } from '../format.js';
import { encodeRequest } from './encode-request.js';
import type { OpenAiChatQuirks } from './quirks.js';

const quirks: OpenAiChatQuirks = { provider: 'openai', limitField: () => 'max_tokens' };
const thinks = { takesEffort: () => true };

function encode(request: CanonicalRequest, more: Partial<OpenAiChatQuirks> = {}, dropParams = false): Encoded {
  const outcome = encodeRequest(request, { ...openaiTarget, dropParams }, { ...quirks, ...more });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/** A request that came in Anthropic's dialect. */
function foreign(members: Partial<CanonicalRequest>): CanonicalRequest {
  return {
    operation: 'chat',
    format: 'anthropic-messages',
    model: 'public',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
    stream: false,
    streamUsage: true,
    extra: {},
    gateway: {},
    ...members,
  };
}

describe('encodeRequest for a client of another dialect', () => {
  test('system, tool calls, results, images and documents are told in this one', () => {
    const { body, warnings } = encode(
      foreign({
        messages: [
          { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache: {} }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'see' },
              { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'reasoning', text: 'hm', signature: 's' },
              { type: 'text', text: 'Looking.' },
              { type: 'tool-call', id: 't1', name: 'f', input: '{"a":1}', kind: 'function' },
              { type: 'tool-call', id: 't2', name: 'f', input: '{}', kind: 'function' },
            ],
          },
          {
            role: 'tool',
            content: [
              { type: 'tool-result', toolCallId: 't1', content: [{ type: 'text', text: '21C' }] },
              {
                type: 'tool-result',
                toolCallId: 't2',
                content: [{ type: 'image', data: { kind: 'url', url: 'https://x/y.png' } }],
              },
            ],
          },
          {
            role: 'user',
            content: [{ type: 'file', data: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBE' } }],
          },
        ],
        tools: [{ type: 'function', name: 'f', parameters: { type: 'object' } }],
        toolChoice: { type: 'tool', name: 'f' },
        maxOutputTokens: 30,
        topK: 5,
        user: 'u'.repeat(80),
        extra: { speed: 'fast', n: 4, thinking: { type: 'enabled' } },
      }),
    );
    expect(body).toEqual({
      model: 'gpt-4o',
      max_tokens: 30,
      user: 'u'.repeat(64),
      tool_choice: { type: 'function', function: { name: 'f' } },
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
          ],
        },
        {
          role: 'assistant',
          content: 'Looking.',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
            { id: 't2', type: 'function', function: { name: 'f', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: '21C' },
        { role: 'tool', tool_call_id: 't2', content: '' },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x/y.png' } }] },
        {
          role: 'user',
          content: [
            { type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
          ],
        },
      ],
    });
    expect(warnings.map((warning) => warning.path).sort()).toEqual(
      ['cache_control', 'n', 'reasoning', 'speed', 'thinking', 'tool_result.content', 'top_k', 'user'].sort(),
    );
  });

  test('reasoning goes back in the member that the host reads', () => {
    const turn: CanonicalRequest['messages'] = [
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: 'a' },
        ],
      },
    ];
    expect(encode(foreign({ messages: turn }), { reasoningField: 'reasoning_content' }).body['messages']).toEqual([
      { role: 'assistant', content: 'a', reasoning_content: 'hm' },
    ]);
  });

  test.each([
    [12_000, 'high'],
    [5_000, 'medium'],
    [1_024, 'low'],
  ])('a thinking budget of %i becomes the effort %s, where the model takes one', (budgetTokens, effort) => {
    const request = foreign({ reasoning: { enabled: true, budgetTokens } });
    expect(encode(request, thinks).body['reasoning_effort']).toBe(effort);
    const { body, warnings } = encode(request);
    expect(body['reasoning_effort']).toBeUndefined();
    expect(warnings.map((warning) => warning.path)).toEqual(['thinking']);
  });

  test('tool settings without a tool that can be sent are left out', () => {
    const tools: CanonicalRequest['tools'] = [{ type: 'opaque', source: { format: 'anthropic-messages', value: {} } }];
    const request = foreign({ tools, toolChoice: { type: 'auto' }, parallelToolCalls: false });
    expect(() => encode(request)).toThrow("['tools']");
    const { body, warnings } = encode(request, {}, true);
    expect(Object.keys(body).sort()).toEqual(['messages', 'model']);
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'tools' }]);
  });

  test.each<[string, readonly ContentPart[], string]>([
    ['a text', [{ type: 'text', text: 'no such city' }], 'Error: no such city'],
    ['nothing', [], 'Error:'],
  ])('a failed tool that says %s is told as failed in the text', (_, content, told) => {
    const turn = (isError: boolean): CanonicalRequest['messages'] => [
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 't', content, isError }] },
    ];
    const { body, warnings } = encode(foreign({ messages: turn(true) }));
    expect(body['messages']).toEqual([{ role: 'tool', tool_call_id: 't', content: told }]);
    expect(warnings).toMatchObject([{ code: 'changed', path: 'tool_result.is_error' }]);
    expect(encode(foreign({ messages: turn(false) })).warnings).toEqual([]);
  });

  test('what a failed tool says in several parts comes after the word', () => {
    const content: readonly ContentPart[] = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    const messages: CanonicalRequest['messages'] = [
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 't', content, isError: true }] },
    ];
    expect(encode(foreign({ messages })).body['messages']).toMatchObject([
      { content: [{ text: 'Error: a' }, { text: 'b' }] },
    ]);
  });

  test('what functions say that has no place here is named once for all of them', () => {
    const tool = (name: string): Tool => ({ type: 'function', name, cache: {}, extra: { defer_loading: true } });
    const { body, warnings } = encode(foreign({ tools: [tool('f'), tool('g')] }));
    expect(body['tools']).toEqual([
      { type: 'function', function: { name: 'f' } },
      { type: 'function', function: { name: 'g' } },
    ]);
    expect(warnings.map(({ path }) => path)).toEqual(['tools[*].defer_loading', 'cache_control']);
  });

  test.each<[string, Partial<CanonicalRequest>]>([
    ['service_tier', { serviceTier: 'standard_only' }],
    ['top_k', { topK: 5 }],
    ['thinking', { reasoning: { enabled: false } }],
  ])('%s that cannot be told is left out and named', (name, members) => {
    const { body, warnings } = encode(foreign(members), thinks);
    expect(body).not.toHaveProperty(name);
    expect(warnings).toMatchObject([{ code: 'dropped', path: name }]);
  });

  test('a choice of tools that cannot be told is refused, or dropped and named', () => {
    const request = foreign({
      tools: [{ type: 'function', name: 'f' }],
      toolChoice: { type: 'opaque', source: { format: 'anthropic-messages', value: { type: 'new' } } },
    });
    expect(() => encode(request)).toThrow("['tool_choice']");
    const { body, warnings } = encode(request, {}, true);
    expect(body).not.toHaveProperty('tool_choice');
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'tool_choice' }]);
  });

  test.each<[string, Partial<CanonicalRequest>]>([
    ['the tier that a provider picks unasked', { serviceTier: 'auto' }],
    ['no thinking from a model that does not think', { reasoning: { enabled: false } }],
    [
      'a schema in the older member that was read',
      { responseFormat: { type: 'json_schema', name: 'x', schema: {} }, extra: { output_format: {} } },
    ],
  ])('who asks for %s loses nothing', (_, members) => {
    expect(encode(foreign(members)).warnings).toEqual([]);
  });
});

describe('encodeRequest for a host of Anthropic’s models', () => {
  const host = { reasoningField: 'reasoning', sealsReasoning: true, takesCacheMarkers: () => true } as const;

  test('texts keep their cache markers, and a turn its sealed reasoning (recording openrouter/reasoning-details-stream)', () => {
    const { body, warnings } = encode(
      foreign({
        messages: [
          { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache: { ttl: '1h' } }] },
          { role: 'user', content: [{ type: 'text', text: 'x' }] },
          {
            role: 'assistant',
            content: [
              { type: 'reasoning', text: 'Hm.', signature: 'sig' },
              { type: 'reasoning', text: '', redacted: 'opaque' },
              { type: 'text', text: 'y' },
            ],
          },
          { role: 'user', content: [{ type: 'text', text: 'z', cache: {} }] },
        ],
      }),
      host,
    );
    expect(body['messages']).toEqual([
      {
        role: 'system',
        content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      },
      { role: 'user', content: 'x' },
      {
        role: 'assistant',
        content: 'y',
        reasoning: 'Hm.',
        reasoning_details: [
          { type: 'reasoning.text', text: 'Hm.', format: 'anthropic-claude-v1', index: 0, signature: 'sig' },
          { type: 'reasoning.encrypted', data: 'opaque', format: 'anthropic-claude-v1', index: 1 },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'z', cache_control: { type: 'ephemeral' } }] },
    ]);
    expect(warnings).toEqual([]);
  });
});
