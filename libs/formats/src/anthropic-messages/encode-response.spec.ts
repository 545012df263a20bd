import type { JsonValue } from '@tollgate/kernel';
import { decodeResponse } from '../openai-chat/decode-response.js';
import { encodeResponse } from './encode-response.js';

const call = { id: 't', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };

function answer(message: JsonValue, finish: string): unknown {
  const choices = [{ index: 0, message, finish_reason: finish }];
  const context = { now: 0, newId: () => 'id', requestedModel: 'claude' };
  return encodeResponse(decodeResponse({ id: 'c', model: 'm', choices }), context);
}

describe('why an answer of another dialect ended', () => {
  // OpenAI ends an answer with `stop` where the client forced the function that is called
  test.each([
    ['stop', 'tool_use'],
    ['tool_calls', 'tool_use'],
    ['length', 'max_tokens'],
  ])('with a tool call, %s is %s', (finish, reason) => {
    expect(answer({ role: 'assistant', content: null, tool_calls: [call] }, finish)).toMatchObject({
      content: [{ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }],
      stop_reason: reason,
    });
  });

  test('without one, stop is the end of the turn, and a refusal is one', () => {
    expect(answer({ role: 'assistant', content: 'x' }, 'stop')).toMatchObject({ stop_reason: 'end_turn' });
    expect(answer({ role: 'assistant', content: null, refusal: 'no' }, 'stop')).toMatchObject({
      stop_reason: 'refusal',
    });
  });
});
