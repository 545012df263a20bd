import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { openaiCompletionsClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { textCompletionOpenai } from './index.js';

const target = buildTarget('text-completion-openai/gpt-3.5-turbo-instruct', 'https://api.openai.com/v1');

function build(body: JsonObject, granted?: number, at: Partial<Target> = {}) {
  const decoded = openaiCompletionsClient.decodeRequest({
    body: { model: 'm', prompt: 'x', ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const built = textCompletionOpenai.adapters.chat?.buildRequest(decoded.value, { ...target, ...at }, granted);
  if (built?.ok !== true) throw new Error('not built');
  return { ...built.value, json: JSON.parse(built.value.spec.body ?? '') as JsonObject };
}

test('the request goes to the completions below the api base', () => {
  expect(build({}).spec).toMatchObject({
    method: 'POST',
    origin: 'https://api.openai.com',
    path: ['v1', 'completions'],
  });
});

test.each([
  [undefined, 5, undefined, 5, 5],
  [9, undefined, undefined, 9, 9],
  [9, 5, undefined, 5, 5],
  [9, undefined, { extraBody: { max_tokens: 3 } }, 3, 3],
  [undefined, undefined, undefined, undefined, undefined],
])('granted %p, asked %p, set %j: %p stands in the bytes', (granted, asked, at, limit, told) => {
  const built = build(asked === undefined ? {} : { max_tokens: asked }, granted, at);
  expect([built.json['max_tokens'], built.outputLimit]).toEqual([limit, told]);
});
