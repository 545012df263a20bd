import type { Target } from '@tollgate/canonical';
import { openaiChatClient, openaiResponsesClient } from '@tollgate/formats';
import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { PROVIDERS, selectOperation } from '@tollgate/providers';
import {
  anthropicTarget,
  geminiTarget,
  ollamaTarget,
  openaiTarget,
  targetOf,
  textCompletionTarget,
} from '../targets.js';

const tools = [{ type: 'function', function: { name: 'w', parameters: { type: 'object' } } }];
const schema = {
  type: 'json_schema',
  json_schema: { name: 'a', schema: { type: 'object', properties: {} }, strict: true },
};

/** What each format refuses of a chat client unless it is allowed or dropped. */
const CASES: readonly (readonly [string, Target, JsonObject])[] = [
  ['anthropic', anthropicTarget, { seed: 7 }],
  ['gemini', geminiTarget, { logit_bias: { '5': 1 } }],
  ['ollama', ollamaTarget, { logit_bias: { '5': 1 } }],
  ['openai responses', { ...openaiTarget, upstreamOperation: 'responses' }, { seed: 7 }],
  ['text completions', textCompletionTarget, { tools }],
  ['text completions', textCompletionTarget, { response_format: schema }],
  ['a host of the chat dialect', targetOf('perplexity'), { logit_bias: { '5': 1 } }],
];

describe.each(CASES)('at %s', (_name, target, sent) => {
  const [[name = ''] = []] = [Object.keys(sent)];
  const ask = (members: JsonObject, at: Partial<Target> = {}) => build({ ...sent, ...members }, { ...target, ...at });

  it(`${name} is refused by name, or left out and named with drop_params`, () => {
    const refused = ask({});
    expect(refused.ok ? 'accepted' : refused.error.message).toContain(`'${name}'`);
    for (const asked of [ask({ drop_params: true }), ask({}, { dropParams: true })]) {
      if (!asked.ok) throw asked.error;
      expect(bodyOf(asked.value.spec.body)).not.toHaveProperty(name);
      expect(asked.value.warnings.map(({ path }) => path)).toContain(name);
    }
  });

  it(`${name} goes out as it is where the request or the config allows it, also beside drop_params`, () => {
    for (const asked of [
      ask({ allowed_openai_params: [name] }),
      ask({}, { allowedOpenaiParams: [name] }),
      ask({ allowed_openai_params: [name] }, { dropParams: true }),
    ]) {
      if (!asked.ok) throw asked.error;
      expect(bodyOf(asked.value.spec.body)).toHaveProperty(name, sent[name]);
      expect(asked.value.warnings.map(({ path }) => path)).not.toContain(name);
    }
  });
});

it('an allowed parameter of another dialect is told in OpenAI’s words', () => {
  const decoded = openaiResponsesClient.decodeRequest({
    body: { model: 'm', input: 'x', text: { format: { type: 'json_schema', name: 'a', schema: { type: 'object' } } } },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const built = operationOf(textCompletionTarget, decoded.value)?.buildRequest(
    decoded.value,
    { ...textCompletionTarget, allowedOpenaiParams: ['response_format'] },
    undefined,
  );
  if (built?.ok !== true) throw new Error('was refused');
  expect(bodyOf(built.value.spec.body)).toHaveProperty('response_format', {
    type: 'json_schema',
    json_schema: { name: 'a', schema: { type: 'object' } },
  });
});

function build(members: JsonObject, target: Target) {
  const body = { model: 'm', messages: [{ role: 'user', content: 'x' }], ...members };
  const decoded = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const operation = operationOf(target, decoded.value);
  if (operation === undefined) throw new Error(`nobody serves ${target.provider}`);
  return operation.buildRequest(decoded.value, target, undefined);
}

function operationOf(target: Target, request: Parameters<typeof selectOperation>[1]) {
  const provider = PROVIDERS.find(({ id }) => id === target.provider);
  return provider && selectOperation(provider, request, target, {});
}

function bodyOf(text = ''): JsonObject {
  const body: unknown = JSON.parse(text);
  if (!isJsonObject(body)) throw new Error('no object');
  return body;
}
