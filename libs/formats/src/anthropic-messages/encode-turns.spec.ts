import type { JsonObject } from '@tollgate/kernel';
import { encodeChat, question, refuseChat } from '../../../../test/support/formats/index.js';

describe('turns', () => {
  const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '' } });

  test('consecutive tool messages and the user message after them are one user turn', () => {
    const messages = [
      ...question,
      { role: 'assistant', content: 'Looking.', tool_calls: [call('a'), call('b.c')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      {
        role: 'tool',
        tool_call_id: 'b.c',
        content: [
          { type: 'text', text: '2' },
          { type: 'text', text: '3' },
        ],
      },
      { role: 'user', content: 'and?' },
    ];
    expect(encodeChat({ messages }).body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Looking.' },
          { type: 'tool_use', id: 'a', name: 'f', input: {} },
          { type: 'tool_use', id: 'b_c', name: 'f', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: '1' },
          {
            type: 'tool_result',
            tool_use_id: 'b_c',
            content: [
              { type: 'text', text: '2' },
              { type: 'text', text: '3' },
            ],
          },
          { type: 'text', text: 'and?' },
        ],
      },
    ]);
  });

  test('system and developer messages become the system prompt wherever they stand', () => {
    const messages = [{ role: 'developer', content: 'One.' }, ...question, { role: 'system', content: 'Two.' }];
    const { body } = encodeChat({ messages });
    expect(body['system']).toEqual([
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.' },
    ]);
    expect(body['messages']).toHaveLength(1);
  });

  test('arguments that are no JSON object are kept, so that the conversation goes on', () => {
    const broken = { ...call('a'), function: { name: 'f', arguments: '{"city":' } };
    const { body } = encodeChat({
      messages: [...question, { role: 'assistant', content: null, tool_calls: [broken] }],
    });
    expect(body['messages']).toMatchObject([{}, { content: [{ type: 'tool_use', input: { input: '{"city":' } }] }]);
  });

  test('sealed reasoning goes back as thinking, unsealed is dropped with a warning', () => {
    const blocks = [{ type: 'thinking', thinking: 'hm', signature: 'sig' }];
    const sealed = encodeChat({
      messages: [...question, { role: 'assistant', content: 'x', thinking_blocks: blocks }],
    });
    expect(sealed.body['messages']).toMatchObject([
      {},
      { content: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }, { text: 'x' }] },
    ]);
    const unsealed = encodeChat({
      messages: [...question, { role: 'assistant', content: 'x', reasoning_content: 'hm' }],
    });
    expect(unsealed.body['messages']).toEqual([
      expect.anything(),
      { role: 'assistant', content: [{ type: 'text', text: 'x' }] },
    ]);
    expect(unsealed.warnings).toHaveLength(1);
  });

  test('a last assistant turn does not end in white space, and empty text is left out', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'a' },
        ],
      },
      { role: 'assistant', content: 'So: ' },
    ];
    expect(encodeChat({ messages }).body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'So:' }] },
    ]);
  });

  test.each([
    ['empty', ''],
    ['of white space only', ' \n'],
  ])('a turn whose text is %s is left out, and those beside it are one', (_, nothing) => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: nothing },
      { role: 'user', content: 'b' },
      { role: 'assistant', content: nothing },
    ];
    expect(encodeChat({ messages }).body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
  });

  test.each<[string, JsonObject]>([
    ['hologram', { type: 'hologram', x: 1 }],
    ['input_audio', { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }],
    ['image_url', { type: 'image_url', image_url: {} }],
    ['file', { type: 'file', file: {} }],
  ])("a part '%s' that cannot be told is refused, whatever may be dropped", (name, part) => {
    for (const members of [{}, { drop_params: true }]) {
      const error = refuseChat({ messages: [{ role: 'user', content: [part] }], ...members });
      expect([error.code, error.param]).toEqual(['invalid_request', 'messages']);
      expect(error.message).toContain(`'${name}'`);
      expect(error.message).toContain('Send');
    }
  });

  test('a PDF is a document, text in base64 is text', () => {
    const content = [
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERg==' } },
      { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGk=' } },
    ];
    expect(encodeChat({ messages: [{ role: 'user', content }] }).body['messages']).toMatchObject([
      {
        content: [
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' },
          },
          { type: 'document', title: 'a.txt', source: { type: 'text', data: 'hi' } },
        ],
      },
    ]);
  });

  test('names of speakers and the size in which an image is seen are left out and named, each once', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } };
    const messages = [
      { role: 'user', name: 'ada', content: [image, image] },
      { role: 'user', name: 'bob', content: 'y' },
    ];
    const paths = encodeChat({ messages }).warnings.map(({ path }) => path);
    expect(paths).toEqual(['messages[*].name', 'messages[*].content[*].image_url.detail']);
  });

  test('an image seen in what size the provider likes is no loss', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'auto' } };
    expect(encodeChat({ messages: [{ role: 'user', content: [image] }] }).warnings).toEqual([]);
  });
});
