import type { JsonObject } from '@tollgate/kernel';
import { deepFreeze } from '../../../../test/contract/deep-freeze.js';
import { Losses } from '../losses.js';
import { fitMessage } from './fit-message.js';
import type { MessageQuirks, OpenAiChatQuirks } from './quirks.js';

const call = { id: 'g6fVbXS8K', type: 'function', function: { name: 'f', arguments: '{}' } };

function fit(message: JsonObject, messages?: MessageQuirks, more: Partial<OpenAiChatQuirks> = {}) {
  const losses = new Losses();
  const quirks = {
    provider: 'p',
    limitField: () => 'max_tokens',
    ...(messages !== undefined && { messages }),
    ...more,
  };
  return { sent: fitMessage(deepFreeze(message), quirks, losses), warnings: losses.warnings };
}

describe('fitMessage', () => {
  test('a message goes out as it came where the provider has no quirk', () => {
    const message = { role: 'assistant', content: 'x', reasoning_content: 'y', name: 'n', tool_calls: [call] };
    expect(fit(message).sent).toBe(message);
    expect(fit(message, undefined, { reasoningField: 'reasoning_content' }).sent).toBe(message);
  });

  test.each<[NonNullable<OpenAiChatQuirks['reasoningField']>, JsonObject, JsonObject]>([
    ['reasoning', { content: 'x', reasoning_content: 'y' }, { content: 'x', reasoning: 'y' }],
    [
      'reasoning',
      { content: null, reasoning_content: 'y', reasoning: 'y', reasoning_details: [] },
      { content: null, reasoning: 'y', reasoning_details: [] },
    ],
    [
      'content',
      { content: 'x', reasoning_content: 'y' },
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'y' }] },
          { type: 'text', text: 'x' },
        ],
      },
    ],
    [
      'content',
      {
        content: null,
        reasoning_content: 'y',
        thinking_blocks: [{ type: 'thinking', thinking: 'y' }],
        tool_calls: [call],
      },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'y' }] }], tool_calls: [call] },
    ],
    ['content', { content: 'x' }, { content: 'x' }],
  ])('what an assistant thought goes back as %s: %j', (reasoningField, message, expected) => {
    const { sent } = fit({ role: 'assistant', ...message }, undefined, { reasoningField });
    expect(sent).toEqual({ role: 'assistant', ...expected });
  });

  test('a developer’s words are the system’s where the provider knows no developer', () => {
    expect(fit({ role: 'developer', content: 'x' }, { developerIsSystem: true }).sent).toEqual({
      role: 'system',
      content: 'x',
    });
    expect(fit({ role: 'developer', content: 'x' }, {}).sent).toEqual({ role: 'developer', content: 'x' });
  });

  test('a member that a strict provider does not take is left out and named; a null goes without a word', () => {
    const members = { user: ['content'], assistant: ['content', 'tool_calls'] };
    expect(fit({ role: 'user', content: 'x', name: 'n', metadata: { a: 1 }, refusal: null }, { members })).toEqual({
      sent: { role: 'user', content: 'x' },
      warnings: ['name', 'metadata'].map((name) => ({
        code: 'dropped',
        path: `messages[*].${name}`,
        reason: 'not a member of a message at the provider',
      })),
    });
    expect(fit({ role: 'assistant', content: 'x', tool_calls: [{ index: 0, ...call }] }, { members }).sent).toEqual({
      role: 'assistant',
      content: 'x',
      tool_calls: [call],
    });
    expect(fit({ role: 'tool', content: 'x', odd: 1 }, { members }).sent).toMatchObject({ odd: 1 });
  });

  const blocks = [{ type: 'thinking', thinking: 'y', signature: 'SEAL' }];
  const sealed = { role: 'assistant', content: 'x', reasoning_content: 'y', thinking_blocks: blocks };

  test('what another provider sealed stays here and is named; the words that were thought go on', () => {
    expect(fit(sealed)).toEqual({
      sent: { role: 'assistant', content: 'x', reasoning_content: 'y' },
      warnings: [
        {
          code: 'dropped',
          path: 'messages[*].thinking_blocks',
          reason: "another provider's seal of its reasoning",
        },
      ],
    });
    expect(fit(sealed, undefined, { reasoningField: 'reasoning' }).sent).toEqual({
      role: 'assistant',
      content: 'x',
      reasoning: 'y',
    });
  });

  test('another gateway, which may ask who sealed it, gets it as it came', () => {
    expect(fit(sealed, undefined, { takesSeals: true })).toEqual({ sent: sealed, warnings: [] });
  });

  test('the id of another provider’s call is shortened, the same for the call and its result', () => {
    const id = 'toolu_bdrk_01L9pX1Wp4FAEq9TT2Z6UAe7';
    const asked = fit({ role: 'assistant', content: null, tool_calls: [{ ...call, id }] }, { shortCallIds: true }).sent;
    const told = fit({ role: 'tool', tool_call_id: id, content: 'x' }, { shortCallIds: true }).sent;
    expect(told['tool_call_id']).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(asked['tool_calls']).toEqual([{ ...call, id: told['tool_call_id'] }]);
    expect(fit({ role: 'tool', tool_call_id: `${id}2`, content: 'x' }, { shortCallIds: true }).sent).not.toEqual(told);
  });

  test('an id of the provider’s own form stays', () => {
    const message = { role: 'tool', tool_call_id: call.id, content: 'x' };
    expect(fit(message, { shortCallIds: true }).sent).toEqual(message);
  });
});
