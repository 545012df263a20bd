import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import { openaiTarget } from '../../../../test/contract/targets.js';
import type { Encoded } from '../format.js';
import { decodeRequest } from './decode-request.js';
import { encodeRequest } from './encode-request.js';
import type { OpenAiChatQuirks } from './quirks.js';

const messages = [{ role: 'user', content: 'x' }];
const quirks: OpenAiChatQuirks = {
  provider: 'openai',
  limitField: (_model, field) => field ?? 'max_tokens',
  takesMetadata: true,
};

function decode(body: JsonObject): CanonicalRequest {
  const outcome = decodeRequest({ body, params: {}, query: {} });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function encode(body: JsonObject, at: Partial<Target> = {}, more: Partial<OpenAiChatQuirks> = {}): Encoded {
  const request = decode({ model: 'public', messages, ...body });
  const outcome = encodeRequest(request, { ...openaiTarget, ...at }, { ...quirks, ...more });
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function refuse(body: JsonObject, at: Partial<Target> = {}, more: Partial<OpenAiChatQuirks> = {}): GatewayError {
  const outcome = encodeRequest(
    decode({ model: 'public', messages, ...body }),
    { ...openaiTarget, ...at },
    { ...quirks, ...more },
  );
  if (outcome.ok) throw new Error('it was not refused');
  return outcome.error;
}

describe('encodeRequest for a client of the same dialect', () => {
  // transcripts of LiteLLM 1.106.2: chat-basic, chat-stream, chat-metadata, chat-vision-and-schema
  test.each<[string, JsonObject, JsonObject]>([
    [
      'parameters',
      { temperature: 0, max_tokens: 5, seed: 0, stop: ['x'], n: 1, user: 'u-1', logprobs: false },
      { temperature: 0, max_tokens: 5, seed: 0, stop: ['x'], n: 1, user: 'u-1', logprobs: false },
    ],
    ['a stream', { stream: true }, { stream: true, stream_options: { include_usage: true } }],
    [
      'a stream with options of its own',
      { stream: true, stream_options: { include_usage: false, include_obfuscation: false } },
      { stream: true, stream_options: { include_obfuscation: false, include_usage: true } },
    ],
    ['metadata for callbacks', { metadata: { trace_id: 't' } }, {}],
    ['metadata of the gateway', { litellm_metadata: { spend_logs_metadata: { project: 'x' } } }, {}],
    [
      'stored metadata',
      { store: true, service_tier: 'flex', metadata: { task: 'y' } },
      { store: true, service_tier: 'flex', metadata: { task: 'y' } },
    ],
    [
      'members that are not known',
      { extra_body: { custom: 1 }, provider_specific: { a: [1] } },
      { custom: 1, provider_specific: { a: [1] } },
    ],
    ['max_completion_tokens', { max_completion_tokens: 7 }, { max_completion_tokens: 7 }],
    ['no stream', { stream: false }, {}],
    [
      'a response format with members of its own',
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {}, own: 1 } } },
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {}, own: 1 } } },
    ],
  ])('%s: the provider gets exactly this', (_, body, sent) => {
    expect(encode(body).body).toEqual({ model: 'gpt-4o', messages, ...sent });
  });

  test("the operator's defaults apply where the client sent nothing", () => {
    const defaults = { temperature: 0.5, max_tokens: 100, n: 4 };
    expect(encode({}, { defaults }).body).toEqual({ model: 'gpt-4o', messages, temperature: 0.5, max_tokens: 100 });
    expect(encode({ temperature: 0, max_completion_tokens: 9 }, { defaults }).body).toEqual({
      model: 'gpt-4o',
      messages,
      temperature: 0,
      max_completion_tokens: 9,
    });
  });

  test('extra_body comes last and changes nothing that is governed', () => {
    const extraBody = { custom: true, model: 'dear', stream: false, max_tokens: 9999, n: 9, messages: [] };
    const { body, warnings } = encode({ stream: true, max_tokens: 5, custom: false }, { extraBody });
    expect(body).toEqual({
      model: 'gpt-4o',
      messages,
      custom: true,
      max_tokens: 5,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(warnings.map((warning) => warning.path)).toEqual([
      'extra_body.model',
      'extra_body.stream',
      'extra_body.max_tokens',
      'extra_body.n',
      'extra_body.messages',
    ]);
  });

  test('additional_drop_params reach into lists, but not what is governed', () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: {} }, input_examples: [1] }];
    const additionalDropParams = ['tools[*].input_examples', 'a.b', 'model', 'stream_options', 'nothing.here'];
    const { body, warnings } = encode({ stream: true, tools, a: { b: 1, c: 2 } }, { additionalDropParams });
    expect(body).toEqual({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
      a: { c: 2 },
      tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
    });
    expect(warnings.map((warning) => warning.path)).toEqual(['tools[*].input_examples', 'a.b']);
  });

  test("a parameter that the provider does not know is refused in LiteLLM's words, dropped, or let through", () => {
    const unsupported = { unsupported: ['n', 'logprobs'] };
    expect(refuse({ n: 2, logprobs: true }, {}, unsupported)).toMatchObject({
      code: 'unsupported_parameter',
      message:
        "litellm.UnsupportedParamsError: openai does not support parameters: ['n', 'logprobs'], for model=gpt-4o. To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \n If you want to use these params dynamically send allowed_openai_params=['n', 'logprobs'] in your request.",
    });
    const dropped = encode({ n: 2 }, { dropParams: true }, unsupported);
    expect(dropped.body['n']).toBeUndefined();
    expect(dropped.warnings).toMatchObject([{ code: 'dropped', path: 'n' }]);
    expect(encode({ n: 2, allowed_openai_params: ['n'] }, {}, unsupported).body['n']).toBe(2);
    expect(encode({ n: 2, drop_params: true }, {}, unsupported).body['n']).toBeUndefined();
  });

  test('a parameter that only some models refuse is sent unless drop_params is set', () => {
    const fragile = { fragile: (_model: string, name: string) => name === 'temperature' };
    expect(encode({ temperature: 0 }, {}, fragile).body['temperature']).toBe(0);
    expect(encode({ temperature: 0 }, { dropParams: true }, fragile).body['temperature']).toBeUndefined();
  });

  test.each<[string, JsonObject, string]>([
    ['a value that is no text', { a: 'x', b: { c: 1 } }, 'metadata.b'],
    [
      'a seventeenth pair',
      Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])),
      'metadata.k16',
    ],
  ])('stored metadata with %s is 400 and named', (_, metadata, param) => {
    expect(refuse({ store: true, metadata })).toMatchObject({ code: 'invalid_request', param });
  });

  test('what callbacks alone can read is no reason to refuse an answer that is stored, and is named', () => {
    const { body, warnings } = encode({
      store: true,
      metadata: { task: 'y', trace_id: 't', tags: ['a'], trace_metadata: {} },
    });
    expect(body['metadata']).toEqual({ task: 'y', trace_id: 't' });
    expect(warnings.map(({ path }) => path)).toEqual(['metadata.tags', 'metadata.trace_metadata']);
  });

  test('what callbacks read stays here where the operator says so, and is named', () => {
    const { body, warnings } = encode(
      { store: true, metadata: { task: 'y', trace_id: 't' } },
      { withholdsObservability: true },
    );
    expect(body['metadata']).toEqual({ task: 'y' });
    expect(warnings.map(({ path }) => path)).toEqual(['metadata.trace_id']);
  });

  test('metadata that no provider could store is named where nothing is stored', () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${String(index)}`, 'x']));
    for (const [metadata, path] of [
      [{ eval: { a: 1 }, task: 'y' }, 'metadata.eval'],
      [many, 'metadata.k16'],
    ] as const) {
      const { body, warnings } = encode({ metadata });
      expect(body).not.toHaveProperty('metadata');
      const dropped = (path: string) => ({ code: 'dropped', path, reason: expect.any(String) as unknown });
      expect(warnings).toEqual([dropped('metadata'), dropped(path)]);
    }
  });

  test('previewed metadata is filtered as LiteLLM does, and what is left out is named', () => {
    const { body, warnings } = encode({ metadata: { a: 'x', b: { c: 1 } } }, { forwardMetadata: true });
    expect(body['metadata']).toEqual({ a: 'x' });
    expect(warnings.map((warning) => warning.path)).toEqual(['metadata.b']);
  });
});

describe('encodeRequest for a provider with quirks', () => {
  const strict = { unsupported: ['n', 'user', 'store', 'logprobs', 'logit_bias', 'tools'] };

  test('what only says who asks or how to keep the answer is left out and named, not refused', () => {
    const { body, warnings } = encode({ user: 'u', store: true }, {}, { ...strict, takesMetadata: false });
    expect(body).toEqual({ model: 'gpt-4o', messages });
    expect(warnings.map(({ code, path }) => [code, path]).sort()).toEqual([
      ['dropped', 'store'],
      ['dropped', 'user'],
    ]);
  });

  test.each<JsonObject>([
    { n: 1 },
    { logprobs: false, top_logprobs: 0 },
    { frequency_penalty: 0, presence_penalty: 0 },
    { logit_bias: {} },
  ])('%j asks for what the provider does unasked: neither sent, nor refused, nor a loss', (members) => {
    const lacking = { unsupported: Object.keys(members) };
    const sensitive = { fragile: (_model: string, name: string) => name in members };
    for (const [dropping, quirks] of [
      [false, lacking],
      [true, lacking],
      [true, sensitive],
    ] as const)
      expect(encode({ ...members, drop_params: dropping }, {}, quirks)).toEqual({
        body: { model: 'gpt-4o', messages },
        warnings: [],
      });
  });

  test.each<JsonObject>([{ n: 2 }, { logprobs: true }, { logit_bias: { '1': 2 } }])('%j is refused', (body) => {
    const [name] = Object.keys(body);
    expect(refuse(body, {}, strict).message).toContain(`['${name ?? ''}']`);
    expect(encode({ ...body, drop_params: true }, {}, strict).body).toEqual({ model: 'gpt-4o', messages });
    expect(encode({ ...body, allowed_openai_params: [name ?? ''] }, {}, strict).body).toMatchObject(body);
  });

  test('a parameter goes out under the provider’s name, unless the client used that itself', () => {
    const renamed = { renamed: { seed: 'random_seed' } };
    expect(encode({ seed: 7 }, {}, renamed).body).toEqual({ model: 'gpt-4o', messages, random_seed: 7 });
    expect(encode({ seed: 7, random_seed: 8 }, {}, renamed).body).toEqual({
      model: 'gpt-4o',
      messages,
      random_seed: 8,
    });
    expect(encode({ seed: 7, additional_drop_params: ['seed'] }, {}, renamed).body).toEqual({
      model: 'gpt-4o',
      messages,
    });
  });

  test('the model goes out under the name that the provider knows', () => {
    const modelName = (model: string, apiBase: string) => `${new URL(apiBase).hostname}/${model}`;
    for (const stream of [true, false])
      expect(encode({ stream }, {}, { modelName }).body['model']).toBe('api.openai.com/gpt-4o');
  });

  test('thinking becomes an effort where the provider knows that word alone, and is refused where the model knows neither', () => {
    const thinking = { type: 'enabled', budget_tokens: 12_000 };
    const words = { unsupported: ['thinking'], takesEffort: (model: string) => model === 'gpt-4o' };
    expect(encode({ thinking, max_tokens: 20_000 }, {}, words).body).toEqual({
      model: 'gpt-4o',
      messages,
      max_tokens: 20_000,
      reasoning_effort: 'high',
    });
    expect(encode({ thinking, reasoning_effort: 'low' }, {}, words).body).toMatchObject({ reasoning_effort: 'low' });
    expect(refuse({ thinking }, { model: 'other' }, words).message).toContain("['thinking']");
    expect(encode({ thinking }).body).toMatchObject({ thinking });
  });
});
