import type { JsonObject } from '@tollgate/kernel';
import { chat, QUESTION, user } from './foreign-harness.contract.js';

const inputOf = (messages: readonly JsonObject[]): unknown => chat({ messages }).body['input'];

describe('a chat client’s turns as items', () => {
  it('are no more than its question where there is no more (transcript `bridge chat to responses`, step 1)', () => {
    // unasked, the provider would keep every answer
    expect(chat({}).body).toEqual({ model: 'some-model', store: false, input: [user('Hi')] });
  });

  it('have the system prompt as instructions, as a text or as parts', () => {
    const parts = [{ type: 'text', text: 'Be brief.' }];
    for (const content of ['Be brief.', parts])
      expect(chat({ messages: [{ role: 'system', content }, QUESTION] }).body).toMatchObject({
        instructions: 'Be brief.',
        input: [user('Hi')],
      });
  });

  it('keep a system message that comes later at its place', () => {
    const later = { role: 'system', content: 'Now in French.' };
    expect(inputOf([QUESTION, later])).toEqual([
      user('Hi'),
      { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'Now in French.' }] },
    ]);
  });

  it('tell what the assistant said as output, its words with its calls, and results by their calls', () => {
    const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: `{"n":"${id}"}` } });
    const messages = [
      QUESTION,
      { role: 'assistant', content: 'Looking.', tool_calls: [call('a'), call('b')] },
      { role: 'tool', tool_call_id: 'b', content: 'B' },
      { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'A' }] },
    ];
    const output = (id: string, text: string) => ({
      type: 'function_call_output',
      call_id: id,
      output: [{ type: 'input_text', text }],
    });
    expect(inputOf(messages)).toEqual([
      user('Hi'),
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Looking.' }] },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"n":"a"}' },
      { type: 'function_call', call_id: 'b', name: 'f', arguments: '{"n":"b"}' },
      output('b', 'B'),
      output('a', 'A'),
    ]);
  });

  it('tell a custom tool’s call and result as such', () => {
    const messages = [
      QUESTION,
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'sh', input: 'ls' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'a.txt' },
    ];
    expect(inputOf(messages)).toEqual([
      user('Hi'),
      { type: 'custom_tool_call', call_id: 'c', name: 'sh', input: 'ls' },
      { type: 'custom_tool_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'a.txt' }] },
    ]);
  });

  it('tell images and files', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
      { type: 'file', file: { file_id: 'file_1' } },
    ];
    expect(inputOf([{ role: 'user', content }])).toEqual([
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'low' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
          { type: 'input_file', file_id: 'file_1' },
        ],
      },
    ]);
  });
});
