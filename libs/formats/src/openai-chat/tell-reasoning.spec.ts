import type { JsonObject } from '@tollgate/kernel';
import { deepFreeze } from '../../../../test/contract/deep-freeze.js';
import { tellReasoning } from './tell-reasoning.js';

const thinking = (text: string) => ({ type: 'thinking', thinking: [{ type: 'text', text }] });

describe('tellReasoning', () => {
  test.each<JsonObject>([
    { choices: [{ message: { content: 'x' } }] },
    { choices: [{ message: { content: null, reasoning: null } }] },
    { choices: [{ message: { content: 'x', reasoning_content: 'y', reasoning: 'z' } }] },
    { choices: [{ delta: { content: '' } }], usage: {} },
    { choices: [] },
    { error: {} },
  ])('%j is left as it is, the same object', (data) => {
    expect(tellReasoning(data)).toBe(data);
  });

  test.each<[JsonObject, JsonObject]>([
    [
      { content: 'x', reasoning: 'y' },
      { content: 'x', reasoning: 'y', reasoning_content: 'y' },
    ],
    [
      { content: [thinking('a'), thinking('b'), { type: 'text', text: 'x' }, { type: 'text', text: 'y' }] },
      { content: 'xy', reasoning_content: 'ab' },
    ],
    [{ content: [{ type: 'text', text: 'x' }] }, { content: 'x' }],
    [
      {
        content: [
          { type: 'text', text: 'x' },
          { type: 'reference', reference_ids: [1] },
        ],
      },
      { content: 'x', provider_specific_fields: { content: [{ type: 'reference', reference_ids: [1] }] } },
    ],
  ])('%j is told as %j, in an answer and in a stream', (said, told) => {
    for (const name of ['message', 'delta']) {
      const data = deepFreeze({ id: 'i', choices: [{ index: 0, [name]: said, finish_reason: null }] });
      expect(tellReasoning(data)).toEqual({ id: 'i', choices: [{ index: 0, [name]: told, finish_reason: null }] });
    }
  });
});
