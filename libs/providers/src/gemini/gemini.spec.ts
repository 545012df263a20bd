import type { JsonObject } from '@tollgate/kernel';
import type { FailureClass, Target, UpstreamFailure } from '@tollgate/canonical';
import { geminiClient, geminiStreamClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import type { BuiltRequest, ProviderOperation } from '../adapter.js';
import { gemini } from './index.js';

const chat = gemini.adapters.chat as ProviderOperation;
const target = buildTarget('gemini/gemini-2.5-flash', 'https://generativelanguage.googleapis.com');

function build(at: Partial<Target> = {}, body: JsonObject = {}, limit?: number, client = geminiClient): BuiltRequest {
  const contents = [{ role: 'user', parts: [{ text: 'x' }] }];
  const decoded = client.decodeRequest({ body: { contents, ...body }, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  const built = chat.buildRequest(decoded.value, { ...target, ...at }, limit);
  if (!built.ok) throw built.error;
  return built.value;
}

describe('the address', () => {
  it('is the method of the model beneath the version', () => {
    expect(build().spec).toMatchObject({
      origin: 'https://generativelanguage.googleapis.com',
      path: ['v1beta', 'models', 'gemini-2.5-flash:generateContent'],
      headers: { accept: 'application/json' },
    });
    expect(build().spec.query).toBeUndefined();
  });

  it('of a stream asks for events', () => {
    expect(build({}, {}, undefined, geminiStreamClient).spec).toMatchObject({
      path: ['v1beta', 'models', 'gemini-2.5-flash:streamGenerateContent'],
      query: { alt: 'sse' },
      headers: { accept: 'text/event-stream' },
    });
  });

  it.each<[string, readonly string[]]>([
    ['https://x.example', ['v1beta', 'models']],
    ['https://x.example/v1beta', ['v1beta', 'models']],
    ['https://x.example/v1', ['v1', 'models']],
    ['https://x.example/google-ai-studio', ['google-ai-studio', 'v1beta', 'models']],
    ['https://x.example/google-ai-studio/v1alpha', ['google-ai-studio', 'v1alpha', 'models']],
  ])('of %s is beneath %j', (apiBase, path) => {
    expect(build({ apiBase }).spec.path).toEqual([...path, 'gemini-2.5-flash:generateContent']);
  });

  it.each(['../../x', 'a/../b', 'a?key=1#', 'a:generateContent/../x'])('keeps %p in one segment', (model) => {
    expect(build({ model }).spec.path).toEqual(['v1beta', 'models', `${model}:generateContent`]);
  });

  it('holds no model twice', () => {
    expect(build({ model: 'models/gemini-2.5-flash' }).spec.path.at(-1)).toBe('gemini-2.5-flash:generateContent');
    expect(JSON.parse(build().spec.body ?? '')).not.toHaveProperty('model');
  });
});

describe('the key', () => {
  it('goes in a header, and never in the address', () => {
    const signed = chat.sign(build().spec, { api_key: 'AIza-x' }, 0);
    expect(signed.headers['x-goog-api-key']).toBe('AIza-x');
    expect(JSON.stringify([signed.path, signed.query ?? {}, signed.body])).not.toContain('AIza-x');
  });

  it.each([{ 'X-Goog-Api-Key': 'own' }, { Authorization: 'Bearer own' }])(
    "yields to the operator's %j",
    (extraHeaders) => {
      const { headers } = chat.sign(build({ extraHeaders }).spec, { api_key: 'AIza-x' }, 0);
      expect(JSON.stringify(headers)).not.toContain('AIza-x');
    },
  );
});

describe('the output limit', () => {
  it.each<[string, JsonObject, Partial<Target>, number | undefined, number | undefined]>([
    ['none, where nobody names one', {}, {}, undefined, undefined],
    ["the client's", { generationConfig: { maxOutputTokens: 9 } }, {}, undefined, 9],
    ["the client's in the other spelling", { generation_config: { max_output_tokens: 9 } }, {}, undefined, 9],
    ['the granted one', { generationConfig: { maxOutputTokens: 9 } }, {}, 4, 4],
    ['the granted one, where nobody names one', {}, {}, 4, 4],
    ["the operator's default", {}, { defaults: { max_tokens: 8 } }, undefined, 8],
    ["the smaller of the granted one and the operator's", {}, { defaults: { max_tokens: 8 } }, 20, 8],
    [
      'what extra_body says, where nobody else does',
      {},
      { extraBody: { generation_config: { max_output_tokens: 50 } } },
      undefined,
      50,
    ],
    ['the granted one, over extra_body', {}, { extraBody: { generationConfig: { maxOutputTokens: 50 } } }, 20, 20],
  ])('is %s', (_, body, at, granted, expected) => {
    const { spec, outputLimit } = build(at, body, granted);
    expect(outputLimit).toBe(expected);
    const { generationConfig = {} } = JSON.parse(spec.body ?? '') as { generationConfig?: JsonObject };
    expect(generationConfig['maxOutputTokens']).toBe(expected);
    expect(spec.body).not.toContain('max_output_tokens');
  });
});

describe('a failure', () => {
  it.each<[Partial<UpstreamFailure>, FailureClass]>([
    [{ status: 400, type: 'INVALID_ARGUMENT' }, 'bad-request'],
    [{ status: 400, raw: { error: { details: [{ reason: 'API_KEY_INVALID' }] } } }, 'authentication'],
    [
      {
        status: 400,
        message: 'The input token count (1200010) exceeds the maximum number of tokens allowed (1048576).',
      },
      'context-window',
    ],
    [{ status: 401 }, 'authentication'],
    [{ status: 403, type: 'PERMISSION_DENIED' }, 'permission'],
    [{ status: 404 }, 'not-found'],
    [{ status: 429, message: 'maximum number of tokens allowed' }, 'rate-limit'],
    [{ status: 400, type: 'RESOURCE_EXHAUSTED' }, 'rate-limit'],
    [{ status: 500 }, 'server'],
    [{ status: 503 }, 'unavailable'],
    [{ status: 504 }, 'timeout'],
    [{ status: 599 }, 'server'],
    [{ type: 'UNAVAILABLE' }, 'unavailable'],
    [{ type: 'INTERNAL' }, 'server'],
    [{}, 'server'],
  ])('%j is %s', (failure, expected) => {
    expect(chat.classify({ message: 'm', unbilled: true, ...failure })).toBe(expected);
  });
});
