import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import type { BuiltRequest, ProviderAdapter, ProviderOperation } from '../adapter.js';
import { openaiCompatible } from '../openai-compatible/index.js';
import { openai } from './index.js';
import { isReasoningModel } from './reasoning-models.js';

const target = buildTarget('openai/gpt-4o', 'https://api.openai.com/v1');

function operationOf(provider: ProviderAdapter): ProviderOperation {
  if (provider.adapters.chat === undefined) throw new Error('no chat');
  return provider.adapters.chat;
}

function build(
  body: JsonObject,
  at: Partial<Target> = {},
  granted?: number,
  provider = openai,
): BuiltRequest & { readonly json: JsonObject } {
  const request = openaiChatClient.decodeRequest({
    body: { model: 'p', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!request.ok) throw request.error;
  const built = operationOf(provider).buildRequest(request.value, { ...target, ...at }, granted);
  if (!built.ok) throw built.error;
  return { ...built.value, json: JSON.parse(built.value.spec.body ?? '') as JsonObject };
}

describe('the request', () => {
  test('goes to the chat completions below the api base', () => {
    expect(build({}).spec).toMatchObject({
      method: 'POST',
      origin: 'https://api.openai.com',
      path: ['v1', 'chat', 'completions'],
    });
    const { spec } = build({}, { apiBase: 'http://127.0.0.1:8080/a%2Fb/v1?api-version=2' });
    expect(spec).toMatchObject({
      origin: 'http://127.0.0.1:8080',
      path: ['a/b', 'v1', 'chat', 'completions'],
      query: { 'api-version': '2' },
    });
  });

  // transcript chat-headers-forwarded, step 1
  test("carries the deployment's organization and headers", () => {
    const { spec } = build({}, { organization: 'org-configured', extraHeaders: { 'AI-Resource-Group': 'r' } });
    expect(spec.headers).toMatchObject({
      'openai-organization': 'org-configured',
      'ai-resource-group': 'r',
      'content-type': 'application/json',
    });
  });

  test('is signed last, by key and organization of the credential, where the deployment has none of its own', () => {
    const { sign } = operationOf(openai);
    const credential = { api_key: 'sk-x', organization: 'org-env' };
    expect(sign(build({}).spec, credential, 0).headers).toMatchObject({
      authorization: 'Bearer sk-x',
      'openai-organization': 'org-env',
    });
    const own = build({}, { organization: 'org-own', extraHeaders: { Authorization: 'Bearer own' } });
    expect(sign(own.spec, credential, 0).headers).toMatchObject({
      authorization: 'Bearer own',
      'openai-organization': 'org-own',
    });
  });
});

describe('the output limit', () => {
  test.each<[string, JsonObject, Partial<Target>, number | undefined, JsonObject]>([
    ['none, where nobody names one', {}, {}, undefined, {}],
    ["the client's, in its own member", { max_completion_tokens: 9 }, {}, undefined, { max_completion_tokens: 9 }],
    ["the granted one, in the client's member", { max_completion_tokens: 9 }, {}, 4, { max_completion_tokens: 4 }],
    ['the granted one, in max_tokens for a plain model', {}, {}, 4, { max_tokens: 4 }],
    [
      'the granted one, in max_completion_tokens for a reasoning model',
      {},
      { model: 'o3-mini' },
      4,
      { max_completion_tokens: 4 },
    ],
    [
      'max_tokens translated for a reasoning model',
      { max_tokens: 9 },
      { model: 'gpt-5-nano' },
      undefined,
      { max_completion_tokens: 9 },
    ],
    [
      "the operator's default for a reasoning model",
      {},
      { model: 'gpt-5-nano', defaults: { max_tokens: 8 } },
      undefined,
      { max_completion_tokens: 8 },
    ],
    ["the smaller of the granted one and the operator's", {}, { defaults: { max_tokens: 8 } }, 20, { max_tokens: 8 }],
    [
      "the granted one, over the operator's extra_body in another member",
      {},
      { extraBody: { max_completion_tokens: 50 } },
      20,
      { max_tokens: 20 },
    ],
    [
      'what extra_body says, where nobody else does',
      {},
      { extraBody: { max_tokens: 50 } },
      undefined,
      { max_tokens: 50 },
    ],
  ])('is %s', (_, body, at, granted, limits) => {
    const { json, outputLimit } = build(body, at, granted);
    const { max_tokens: plain, max_completion_tokens: completion } = json;
    expect(
      Object.fromEntries(
        Object.entries({ max_tokens: plain, max_completion_tokens: completion }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
    ).toEqual(limits);
    expect(outputLimit).toBe(Object.values(limits)[0]);
  });

  test('keeps max_tokens at a compatible host, whatever the model is called', () => {
    expect(build({}, { model: 'o3-mini' }, 4, openaiCompatible).json['max_tokens']).toBe(4);
  });
});

describe('reasoning models', () => {
  test.each([
    'o1',
    'o1-mini',
    'o3-mini',
    'o4-mini-2025-04-16',
    'gpt-5',
    'gpt-5-nano',
    'gpt-5.1',
    'gpt-5.1-codex',
    'codex-mini-latest',
  ])('%s is one', (model) => {
    expect(isReasoningModel(model)).toBe(true);
  });
  test.each([
    'gpt-4o',
    'gpt-4.1-mini',
    'gpt-3.5-turbo',
    'chatgpt-4o-latest',
    'gpt-5-chat-latest',
    'omni',
    'ft:gpt-4o-mini:org',
  ])('%s is none', (model) => {
    expect(isReasoningModel(model)).toBe(false);
  });

  test('sampling parameters that it refuses are dropped under drop_params, and named', () => {
    const { json, warnings } = build({ temperature: 0, top_p: 0.5 }, { model: 'o3-mini', dropParams: true });
    expect(Object.keys(json).sort()).toEqual(['messages', 'model']);
    expect(warnings.map((warning) => warning.path)).toEqual(['temperature', 'top_p']);
    expect(build({ temperature: 1 }, { model: 'o3-mini', dropParams: true }).json['temperature']).toBe(1);
    expect(build({ temperature: 0 }, { model: 'o3-mini' }).json['temperature']).toBe(0);
    expect(build({ temperature: 0 }, { model: 'gpt-4o', dropParams: true }).json['temperature']).toBe(0);
  });
});
