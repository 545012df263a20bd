import { chatTool, encodeChat, question } from '../../../../test/support/formats/index.js';

describe('thinking', () => {
  test.each([
    ['minimal', 1024],
    ['low', 1024],
    ['medium', 2048],
    ['high', 4096],
  ])("effort %s is LiteLLM's budget of %i, below the output limit", (effort, budget) => {
    const { body } = encodeChat({ reasoning_effort: effort });
    expect(body['thinking']).toEqual({ type: 'enabled', budget_tokens: budget });
    expect(body['max_tokens']).toBe(4096 + budget);
  });

  test('models that decide themselves get the word', () => {
    const { body } = encodeChat({ reasoning_effort: 'high' }, { model: 'claude-opus-4-8' });
    expect(body).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } });
    expect(encodeChat({ reasoning_effort: 'low' }, { model: 'claude-opus-4-20250514' }).body['thinking']).toMatchObject(
      {
        type: 'enabled',
      },
    );
  });

  test("the client's limit holds: the budget yields, and the thinking where there is no room", () => {
    const lowered = encodeChat({ reasoning_effort: 'high', max_tokens: 2000 });
    expect(lowered.body).toMatchObject({ max_tokens: 2000, thinking: { budget_tokens: 1999 } });
    expect(lowered.warnings).toMatchObject([{ code: 'changed', path: 'thinking' }]);
    const dropped = encodeChat({ reasoning_effort: 'high', max_tokens: 30 });
    expect(dropped.body).not.toHaveProperty('thinking');
    expect(dropped.warnings).toMatchObject([{ code: 'dropped', path: 'reasoning_effort' }]);
    const named = encodeChat({ thinking: { type: 'enabled', budget_tokens: 2000 }, max_tokens: 30 });
    expect(named.warnings).toMatchObject([{ code: 'dropped', path: 'thinking' }]);
  });

  test('where there is no room to think, what thinking forbids is sent', () => {
    const { body, warnings } = encodeChat({ reasoning_effort: 'high', max_tokens: 50, temperature: 0.3, top_k: 5 });
    expect(body).toMatchObject({ max_tokens: 50, temperature: 0.3, top_k: 5 });
    expect(body).not.toHaveProperty('thinking');
    expect(warnings.map(({ path }) => path)).toEqual(['reasoning_effort']);
  });

  test('a temperature other than 1 is dropped with it, and kept without', () => {
    expect(encodeChat({ reasoning_effort: 'low', temperature: 0 }).body).not.toHaveProperty('temperature');
    expect(encodeChat({ temperature: 0 }).body['temperature']).toBe(0);
  });

  test('there is none where the provider would refuse it', () => {
    expect(encodeChat({ reasoning_effort: 'low', tools: [chatTool], tool_choice: 'required' }).body).not.toHaveProperty(
      'thinking',
    );
    const call = { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{}' } };
    const messages = [
      ...question,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
    ];
    expect(encodeChat({ reasoning_effort: 'low', messages }).warnings).toMatchObject([{ path: 'reasoning_effort' }]);
  });

  test("Anthropic's own thinking in a chat request is passed on", () => {
    const thinking = { type: 'enabled', budget_tokens: 3000 };
    expect(encodeChat({ thinking, max_tokens: 5000 }).body['thinking']).toEqual(thinking);
    expect(encodeChat({ thinking: { type: 'enabled' } }).body['thinking']).toEqual({
      type: 'enabled',
      budget_tokens: 2048,
    });
  });
});
