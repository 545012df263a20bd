import type { JsonObject } from '@tollgate/kernel';
import { openaiResponsesClient } from './client.js';
import { inputItems, listedItems } from './input-items.js';

function itemsOf(body: JsonObject): readonly JsonObject[] {
  const decoded = openaiResponsesClient.decodeRequest({ body: { model: 'm', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return inputItems(decoded.value);
}

describe('the input of a request as items', () => {
  it('is what its client wrote, in order and without the instructions', () => {
    const input = [
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: 'x' },
    ];
    expect(itemsOf({ input, instructions: 'Be brief.' })).toEqual(input);
    expect(itemsOf({ input: 'Hi', instructions: 'Be brief.' })).toEqual([
      { type: 'message', role: 'user', content: 'Hi' },
    ]);
  });
});

describe('items as they are listed', () => {
  let ids = 0;
  const newId = (): string => `0-${String((ids += 1))}`;
  beforeEach(() => (ids = 0));

  it('have an id of their kind each, and those that they came with', () => {
    const listed = listedItems(
      [
        { role: 'user', content: 'Hi' },
        { type: 'function_call_output', call_id: 'a' },
        { type: 'x' },
        { type: 'y', id: 'own' },
      ],
      newId,
    );
    expect(listed.map(({ id }) => id)).toEqual(['msg_01', 'fco_02', 'item_03', 'own']);
  });

  it('have the text of a message as a part', () => {
    const user = { role: 'user', content: 'Hi' };
    const assistant = { role: 'assistant', content: 'Hello' };
    expect(listedItems([user, assistant], newId)).toEqual([
      {
        id: 'msg_01',
        type: 'message',
        role: 'user',
        status: 'completed',
        content: [{ type: 'input_text', text: 'Hi' }],
      },
      {
        id: 'msg_02',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
      },
    ]);
  });
});
