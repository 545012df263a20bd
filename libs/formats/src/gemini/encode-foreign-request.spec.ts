import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { geminiUpstream } from './index.js';
import { decodeChat, TARGET } from './foreign-harness.contract.js';

function encode(body: JsonObject, at: Partial<Target> = {}) {
  const encoded = geminiUpstream.encodeRequest(decodeChat(body), { ...TARGET, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

describe('settings of a chat client', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['n', { n: 2 }, { candidateCount: 2 }],
    ['one answer, which asks for nothing', { n: 1 }, {}],
    ['limits', { max_tokens: 9, max_completion_tokens: 5 }, { maxOutputTokens: 5 }],
    ['sampling', { temperature: 0, top_p: 0.1, top_k: 3, seed: 7 }, { temperature: 0, topP: 0.1, topK: 3, seed: 7 }],
    ['penalties', { frequency_penalty: 0, presence_penalty: 0.5 }, { presencePenalty: 0.5 }],
    ['stop', { stop: 'a' }, { stopSequences: ['a'] }],
    ['log probabilities', { logprobs: true, top_logprobs: 2 }, { responseLogprobs: true, logprobs: 2 }],
    ['JSON', { response_format: { type: 'json_object' } }, { responseMimeType: 'application/json' }],
    [
      'thinking by effort',
      { reasoning_effort: 'medium' },
      { thinkingConfig: { thinkingBudget: 2048, includeThoughts: true } },
    ],
    ['no thinking', { reasoning_effort: 'none' }, { thinkingConfig: { thinkingBudget: 0, includeThoughts: false } }],
    [
      'thinking by budget',
      { thinking: { type: 'enabled', budget_tokens: 5000 } },
      { thinkingConfig: { thinkingBudget: 5000, includeThoughts: true } },
    ],
    ['modalities', { modalities: ['text', 'image'] }, { responseModalities: ['TEXT', 'IMAGE'] }],
  ])('become generationConfig: %s', (_what, body, expected) => {
    expect(encode(body).body['generationConfig'] ?? {}).toEqual(expected);
  });

  it.each<[model: string, effort: string, JsonObject]>([
    ['gemini-3-pro-preview', 'medium', { thinkingLevel: 'high', includeThoughts: true }],
    ['gemini-3.1-pro-preview', 'medium', { thinkingLevel: 'medium', includeThoughts: true }],
    ['gemini-3.1-pro-preview', 'minimal', { thinkingLevel: 'low', includeThoughts: true }],
    ['gemini-3-flash-preview', 'none', { thinkingLevel: 'minimal', includeThoughts: false }],
    ['gemini-3.8-flash', 'xhigh', { thinkingLevel: 'high', includeThoughts: true }],
    ['gemini-2.5-pro', 'none', { thinkingBudget: 128, includeThoughts: false }],
    ['gemini-2.5-flash-lite', 'minimal', { thinkingBudget: 512, includeThoughts: true }],
  ])('%s is asked to think %s in its own words', (model, effort, thinkingConfig) => {
    expect(encode({ reasoning_effort: effort }, { model }).body['generationConfig']).toEqual({ thinkingConfig });
  });

  it('asks no model to think that cannot', () => {
    const { body, warnings } = encode({ reasoning_effort: 'high' }, { model: 'gemini-2.0-flash' });
    expect(body['generationConfig']).toBeUndefined();
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'reasoning_effort' }]);
  });

  it('become tools and their choice; a function without parameters has none', () => {
    const tools = [
      {
        type: 'function',
        function: {
          name: 'f',
          description: 'd',
          parameters: { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: {} },
        },
      },
      {
        type: 'function',
        function: { name: 'g', parameters: { type: 'object', properties: {}, additionalProperties: false } },
      },
      { type: 'web_search' },
      { codeExecution: {} },
    ];
    const { body } = encode({ tools, tool_choice: { type: 'function', function: { name: 'f' } } });
    expect(body['tools']).toEqual([
      {
        functionDeclarations: [
          {
            name: 'f',
            description: 'd',
            parametersJsonSchema: { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: {} },
          },
          { name: 'g' },
        ],
      },
      { googleSearch: {} },
      { codeExecution: {} },
    ]);
    expect(body['toolConfig']).toEqual({ functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] } });
  });

  it.each<[JsonObject, string, Partial<Target>]>([
    [{ logit_bias: { 1: 1 } }, 'logit_bias', {}],
    [
      { parallel_tool_calls: false, tools: ['f', 'g'].map((name) => ({ type: 'function', function: { name } })) },
      'parallel_tool_calls',
      {},
    ],
    [{ tools: [{ type: 'computer_use_preview' }] }, 'tools', {}],
    [{ frequency_penalty: 1 }, 'frequency_penalty', { model: 'gemini-3-pro-preview' }],
    [{ seed: 2 ** 40 }, 'seed', {}],
  ])('%j is refused, or dropped and named where that is allowed', (body, name, at) => {
    expect(geminiUpstream.encodeRequest(decodeChat(body), { ...TARGET, ...at })).toMatchObject({
      ok: false,
      error: { status: 400, message: expect.stringContaining(`'${name}'`) },
    });
    const { warnings, body: sent } = encode(body, { ...at, dropParams: true });
    expect(warnings.map(({ path }) => path)).toContain(name);
    expect(JSON.stringify(sent)).not.toContain('seed');
  });

  it.each<[string, string | undefined]>([
    ['auto', undefined],
    ['default', 'standard'],
    ['flex', 'flex'],
    ['priority', 'priority'],
    ['scale', undefined],
  ])('the tier %s is %s', (tier, expected) => {
    expect(encode({ service_tier: tier }).body['serviceTier']).toBe(expected);
  });

  it('takes members of the dialect that a chat client writes beside its own, in either spelling', () => {
    const safetySettings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }];
    const { body } = encode({ safety_settings: safetySettings, cachedContent: 'cachedContents/a', x_unknown: 1 });
    expect(body).toMatchObject({ safetySettings, cachedContent: 'cachedContents/a' });
    expect(JSON.stringify(body)).not.toContain('x_unknown');
  });
});

describe("the operator's own", () => {
  it('parameters apply where the client sent none', () => {
    const defaults = { temperature: 0.3, max_tokens: 50, reasoning_effort: 'low', safety_settings: [], n: 4 };
    expect(encode({ temperature: 1 }, { defaults }).body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'x' }] }],
      safetySettings: [],
      generationConfig: {
        maxOutputTokens: 50,
        temperature: 1,
        thinkingConfig: { thinkingBudget: 1024, includeThoughts: true },
      },
    });
  });

  it('extra_body comes last, but for what was reserved', () => {
    const extraBody = {
      labels: { a: 'b' },
      contents: [],
      generation_config: { max_output_tokens: 9999, candidate_count: 8, media_resolution: 'LOW' },
    };
    expect(encode({ max_tokens: 5 }, { extraBody }).body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'x' }] }],
      labels: { a: 'b' },
      generationConfig: { maxOutputTokens: 5, mediaResolution: 'LOW' },
    });
  });

  it('drops leave out what they name', () => {
    const { body, warnings } = encode(
      { temperature: 1, top_p: 1 },
      { additionalDropParams: ['temperature', 'contents'] },
    );
    expect(body['generationConfig']).toEqual({ topP: 1 });
    expect(body['contents']).toBeDefined();
    expect(warnings.map(({ path }) => path)).toEqual(['temperature']);
  });
});
