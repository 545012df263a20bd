import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { openaiResponsesClient } from './client.js';
import { goOnFrom, withoutSeals } from './go-on-from.js';
import { inputItems } from './input-items.js';

function ask(body: JsonObject): CanonicalRequest {
  const decoded = openaiResponsesClient.decodeRequest({ body: { model: 'm', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

const USER = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'weather?' }] };
const THOUGHT = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [{ type: 'summary_text', text: 'hm' }],
  encrypted_content: 's',
};
const CALL = { type: 'function_call', id: 'fc_1', call_id: 'a', name: 'f', arguments: '{}' };
const RESULT = { type: 'function_call_output', call_id: 'a', output: 'sunny' };
const PREVIOUS = { previous_response_id: 'resp_1' };

describe('a request that goes on from a conversation', () => {
  it('has its turns first, in order and each as one, and its own input last', () => {
    const asked = goOnFrom(ask({ ...PREVIOUS, input: [RESULT] }), [USER, THOUGHT, CALL]);
    expect(
      asked.ok && asked.value.messages.map(({ role, content }) => [role, content.map(({ type }) => type)]),
    ).toEqual([
      ['user', ['text']],
      ['assistant', ['reasoning', 'tool-call']],
      ['tool', ['tool-result']],
    ]);
    expect(asked.ok && inputItems(asked.value)).toEqual([USER, THOUGHT, CALL, RESULT]);
  });

  it('is asked for by its items and by no id', () => {
    const asked = goOnFrom(ask({ ...PREVIOUS, input: 'And tomorrow?', truncation: 'auto' }), [USER]);
    expect(asked.ok && asked.value.extra).toEqual({ truncation: 'auto' });
  });

  it('has its own instructions, before everything else, and nobody else’s', () => {
    const own = goOnFrom(ask({ ...PREVIOUS, input: 'x', instructions: 'Be brief.' }), [USER]);
    expect(own.ok && own.value.messages.map(({ role }) => role)).toEqual(['system', 'user', 'user']);
    const none = goOnFrom(ask({ ...PREVIOUS, input: 'x' }), [USER]);
    expect(none.ok && none.value.messages.map(({ role }) => role)).toEqual(['user', 'user']);
  });

  it('is refused where a call has no result, or a result no call', () => {
    const told = (input: string | readonly JsonObject[], history: readonly JsonObject[]): string | undefined => {
      const asked = goOnFrom(ask({ ...PREVIOUS, input }), history);
      return asked.ok ? undefined : asked.error.message;
    };
    expect(told('And?', [USER, CALL])).toBe('No tool output found for function call a.');
    expect(told([RESULT], [USER])).toBe('No tool call found for function call output with call_id a.');
    expect(told([RESULT], [USER, CALL, { ...CALL, call_id: 'b' }])).toBe('No tool output found for function call b.');
    expect(told([RESULT], [USER, CALL])).toBeUndefined();
  });
});

describe('a conversation without seals', () => {
  it('keeps its words and calls', () => {
    const { encrypted_content: _sealed, ...open } = THOUGHT;
    expect(withoutSeals([USER, THOUGHT, CALL])).toEqual([USER, open, CALL]);
  });
});
