import type { JsonObject } from '@tollgate/kernel';
import { openaiChatClient } from '../openai-chat/index.js';
import { boundUsage } from './bound-usage.js';
import { decodeRequest } from './decode-request.js';

function boundOf(body: JsonObject) {
  const decoded = decodeRequest({ body: { model: 'm', prompt: 'x', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return boundUsage(decoded.value);
}

test('every prompt is answered n times, of which best_of are written', () => {
  expect(boundOf({ prompt: ['a', 'b', 'c'], n: 2 })).toMatchObject({ inputTexts: ['a', 'b', 'c'], choices: 6 });
  expect(boundOf({ prompt: ['a', 'b'], n: 2, best_of: 5 }).choices).toBe(10);
  expect(boundOf({ n: 3 }).choices).toBe(3);
});

test('token ids are counted by their number', () => {
  expect(boundOf({ prompt: [[1, 2], [3]], n: 2 })).toMatchObject({ inputTexts: [], inputTokens: 3, choices: 4 });
  expect(boundOf({ prompt: [7, 8, 9] })).toMatchObject({ inputTokens: 3, choices: 1 });
});

test('an echoed prompt stands in every answer', () => {
  expect(boundOf({ prompt: ['a', 'b'], n: 2, echo: true }).contextWindows).toBe(4);
  expect(boundOf({ echo: false }).contextWindows).toBe(0);
});

test('the text behind the answer is read too', () => {
  expect(boundOf({ suffix: 'end' }).inputTexts).toEqual(['x', 'end']);
});

test('a limit of 0 is one', () => {
  expect(boundOf({ max_tokens: 0 }).outputLimit).toBe(0);
});

test('a member that nobody knows can cost anything, a known one cannot', () => {
  expect(boundOf({ vendor: 1 }).unbounded).toEqual(['vendor: what it costs is not known']);
  expect(boundOf({ best_of: 2, echo: true, logit_bias: {}, user: 'u', min_p: 0.1 }).unbounded).toEqual([]);
});

test('a conversation is read with who speaks, and answered once for each choice', () => {
  const decoded = openaiChatClient.decodeRequest({
    body: {
      model: 'm',
      n: 2,
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content: 'u' },
      ],
    },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const { inputTexts, choices } = boundUsage(decoded.value);
  expect(choices).toBe(2);
  expect(inputTexts.join('')).toBe('Assistant: sAssistant: u');
});
