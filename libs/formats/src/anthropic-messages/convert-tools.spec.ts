import type { JsonObject } from '@tollgate/kernel';
import { chatTool, encodeChat, weather } from '../../../../test/support/formats/index.js';

describe('tools', () => {
  const strictTool = { ...chatTool, function: { ...chatTool.function, strict: true } };

  test.each([
    'claude-sonnet-4-5',
    'claude-opus-4-1-20250805',
    'claude-haiku-4-5',
    'claude-opus-5',
    'claude-sonnet-4-10',
  ])('a strict function is a strict tool with closed objects at %s', (model) => {
    const { body, warnings } = encodeChat({ tools: [strictTool] }, { model });
    expect(body['tools']).toEqual([
      {
        name: 'get_weather',
        description: 'w',
        input_schema: { ...weather, additionalProperties: false },
        strict: true,
      },
    ]);
    expect(warnings).toEqual([]);
  });

  test.each(['claude-3-5-haiku-20241022', 'claude-opus-4-20250514', 'claude-sonnet-4-20250514'])(
    '%s, which refuses the member, gets the schema as advice, and the loss is named once',
    (model) => {
      const { body, warnings } = encodeChat({ tools: [strictTool, strictTool] }, { model });
      const tool = { name: 'get_weather', description: 'w', input_schema: weather };
      expect(body['tools']).toEqual([tool, tool]);
      expect(warnings).toMatchObject([{ code: 'dropped', path: 'tools[*].strict' }]);
    },
  );

  test("Anthropic's own members of a tool are passed on from a chat client, others are named", () => {
    const tools = [
      { ...chatTool, defer_loading: true, new_member: 1 },
      { ...chatTool, function: { ...chatTool.function, input_examples: [{ city: 'Paris' }] } },
    ];
    const { body, warnings } = encodeChat({ tools });
    expect(body['tools']).toMatchObject([{ defer_loading: true }, { input_examples: [{ city: 'Paris' }] }]);
    expect((body['tools'] as JsonObject[])[0]).not.toHaveProperty('new_member');
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'tools[*].new_member' }]);
  });

  test('a web search tool in its own shape is passed on from a chat client', () => {
    const search = { type: 'web_search_20260318', name: 'web_search', max_uses: 1 };
    expect(encodeChat({ tools: [search] }).body['tools']).toEqual([search]);
  });
});
