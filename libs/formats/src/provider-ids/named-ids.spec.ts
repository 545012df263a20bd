import type { JsonObject } from '@tollgate/kernel';
import type { FormatId } from '@tollgate/canonical';
import { NamedIds } from './named-ids.js';

function namedIn(format: FormatId, values: readonly JsonObject[], kept = true): readonly string[] {
  const named = new NamedIds(format);
  for (const data of values) named.push({ type: 'wire', format, event: { data: '' }, data });
  return named.idsOf(kept);
}

describe('ids that an answer names', () => {
  const call = { type: 'code_interpreter_call', id: 'ci_1', code: '1', container_id: 'cntr_1' };

  it('are those of a response’s items, each once, and of the containers that they ran in', () => {
    const events = [{ item: { ...call, code: '' } }, { item: call }, { response: { id: 'resp_1', output: [call] } }];
    expect(namedIn('openai-responses', events)).toEqual(['ci_1', 'cntr_1']);
  });

  it('are only the containers’ where the response is not kept', () => {
    expect(namedIn('openai-responses', [{ item: call }], false)).toEqual(['cntr_1']);
  });

  it('are those of spoken answers and of Anthropic’s containers', () => {
    expect(namedIn('openai-chat', [{ choices: [{ delta: { audio: { id: 'audio_1' } } }] }])).toEqual(['audio_1']);
    expect(namedIn('anthropic-messages', [{ delta: { container: { id: 'container_1' } } }])).toEqual(['container_1']);
  });

  it('are an answer’s own where Anthropic was asked to hold the conversation under it, and not otherwise', () => {
    const answered = (thread?: JsonObject): readonly string[] => {
      const named = new NamedIds('anthropic-messages', { ...(thread !== undefined && { thread }) });
      named.pushValue({ type: 'message_start', message: { id: 'msg_1', content: [] } });
      return named.idsOf(false);
    };
    expect([answered({ type: 'create' }), answered()]).toEqual([['msg_1'], []]);
  });

  it('are not those of another dialect, which the client is not shown', () => {
    const named = new NamedIds('openai-chat');
    named.push({ type: 'wire', format: 'openai-responses', event: { data: '' }, data: { item: { id: 'x' } } });
    named.push({ id: '', model: '', choices: [], source: { format: 'gemini', value: { output: [{ id: 'x' }] } } });
    expect(named.idsOf(true)).toEqual([]);
  });

  it('are a thousand at most, and none that is longer than an id', () => {
    const output = Array.from({ length: 2_000 }, (_, index) => ({ id: `item_${index}` }));
    expect(namedIn('openai-responses', [{ output }])).toHaveLength(1_000);
    expect(namedIn('openai-responses', [{ output: [{ id: 'x'.repeat(513) }] }])).toEqual([]);
  });
});
