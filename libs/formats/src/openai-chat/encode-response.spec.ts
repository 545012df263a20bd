import type { CanonicalResponse } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { decodeResponse } from './decode-response.js';
import { encodeResponse } from './encode-response.js';
import { DecodeError } from '../format.js';

const context: ResponseContext = { requestedModel: 'claude', now: 1_795_616_009_999, newId: () => 'u-1' };

const foreign: CanonicalResponse = {
  id: 'msg_mock_1',
  model: 'claude-sonnet-4-5',
  choices: [
    {
      index: 0,
      content: [{ type: 'text', text: 'Hello from the upstream.' }],
      finish: { reason: 'stop', raw: 'end_turn' },
    },
  ],
  usage: { inputUncached: 12, cacheRead: 8, cacheWrite5m: 0, output: 10 },
};

describe('encodeResponse', () => {
  // transcript chat-on-anthropic, step 2
  test('an answer of another dialect is told as LiteLLM tells it', () => {
    expect(encodeResponse(foreign, context)).toEqual({
      id: 'chatcmpl-u-1',
      object: 'chat.completion',
      created: 1_795_616_009,
      model: 'claude',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello from the upstream.' }, finish_reason: 'stop' },
      ],
      usage: {
        completion_tokens: 10,
        prompt_tokens: 20,
        total_tokens: 30,
        completion_tokens_details: { reasoning_tokens: 0, text_tokens: 10 },
        prompt_tokens_details: { cached_tokens: 8, cache_write_tokens: 0, cache_creation_tokens: 0, text_tokens: 12 },
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 8,
      },
    });
  });

  // transcript chat-on-anthropic, step 1
  test('tool calls stand by their index in one message, reasoning beside them with its seal', () => {
    const response: CanonicalResponse = {
      ...foreign,
      choices: [
        {
          index: 0,
          content: [
            { type: 'reasoning', text: 'hm', signature: 's' },
            { type: 'text', text: 'Looking.' },
            { type: 'tool-call', id: 't1', name: 'f', input: '{"city":"Paris"}', kind: 'function' },
          ],
          finish: { reason: 'tool-calls' },
        },
      ],
    };
    expect(encodeResponse(response, context)['choices']).toEqual([
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: 'Looking.',
          reasoning_content: 'hm',
          thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }],
          tool_calls: [
            { index: 0, id: 't1', type: 'function', function: { name: 'f', arguments: '{"city":"Paris"}' } },
          ],
        },
      },
    ]);
  });

  test('an answer without usage shows none', () => {
    const { usage: _usage, ...silent } = foreign;
    expect(encodeResponse(silent, context)).not.toHaveProperty('usage');
  });
});

describe('decodeResponse', () => {
  test('a legacy function_call and arguments sent as an object are tool calls', () => {
    const { choices } = decodeResponse({
      choices: [
        { message: { function_call: { name: 'f', arguments: '{}' } }, finish_reason: 'function_call' },
        {
          message: { tool_calls: [{ id: 'a', function: { name: 'g', arguments: { x: 1 } } }] },
          finish_reason: 'tool_calls',
        },
      ],
    });
    expect(choices).toMatchObject([
      { index: 0, finish: { reason: 'tool-calls' }, content: [{ type: 'tool-call', name: 'f', input: '{}' }] },
      { index: 1, content: [{ type: 'tool-call', name: 'g', input: '{"x":1}' }] },
    ]);
  });

  test.each([[undefined], ['<html>'], [[]], [{ object: 'list' }]])('%p is not an answer', (body) => {
    expect(() => decodeResponse(body)).toThrow(DecodeError);
  });

  test('an error that came with status 200 is told by its message', () => {
    expect(() => decodeResponse({ error: { message: 'Provider returned error', code: 502 } })).toThrow(
      'Provider returned error',
    );
  });
});
