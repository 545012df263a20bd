import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { geminiClient, geminiStreamClient } from './index.js';

const contents = [{ role: 'user', parts: [{ text: 'x' }] }];

function decode(body: JsonObject, client = geminiClient): CanonicalRequest {
  const decoded = client.decodeRequest({ body: { contents, ...body }, params: { model: 'a/b' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function refusal(body: JsonObject) {
  const decoded = geminiClient.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (decoded.ok) throw new Error('not refused');
  return decoded.error;
}

describe('a request', () => {
  it("is for the address's model, whatever its body says, and streamed where the address says so", () => {
    expect(decode({ model: 'models/other' })).toMatchObject({ model: 'a/b', stream: false, extra: {} });
    expect(decode({}, geminiStreamClient)).toMatchObject({ stream: true, streamUsage: true });
  });

  it('reads its settings in either spelling', () => {
    const settings = {
      max_output_tokens: 5,
      candidateCount: 2,
      stop_sequences: ['s'],
      temperature: 0.5,
      topP: 0.1,
      top_k: 40,
      seed: 3,
      presencePenalty: 1,
      frequency_penalty: 2,
      responseLogprobs: true,
      logprobs: 4,
      mediaResolution: 'LOW',
    };
    expect(decode({ generation_config: settings, serviceTier: 'flex', cached_content: 'c' })).toMatchObject({
      maxOutputTokens: 5,
      choices: 2,
      stop: ['s'],
      temperature: 0.5,
      topP: 0.1,
      topK: 40,
      seed: 3,
      presencePenalty: 1,
      frequencyPenalty: 2,
      logprobs: true,
      topLogprobs: 4,
      serviceTier: 'flex',
      extra: { cachedContent: 'c', generationConfig: { mediaResolution: 'LOW' } },
    });
  });

  it("keeps the gateway's members from the provider", () => {
    const request = decode({ tags: ['a'], metadata: { a: 1, user_api_key_hash: 'x' }, litellm_metadata: { b: 2 } });
    expect(request).toMatchObject({
      metadata: { a: 1 },
      gateway: { tags: ['a'], litellmMetadata: { b: 2 } },
      extra: {},
    });
    expect(JSON.stringify(request)).not.toContain('user_api_key');
  });

  it.each<[JsonObject, string]>([
    [{ contents: 'x' }, 'contents'],
    [{ contents: [1] }, 'contents'],
    [{ contents: [{ role: 'assistant', parts: [] }] }, 'contents[0].role'],
    [{ contents: [{ parts: 'x' }] }, 'contents[0].parts'],
    [{ contents, systemInstruction: 'x' }, 'systemInstruction'],
    [{ contents, generationConfig: [] }, 'generationConfig'],
    [{ contents, generationConfig: { maxOutputTokens: 0 } }, 'generationConfig.maxOutputTokens'],
    [{ contents, generationConfig: { max_output_tokens: 1.5 } }, 'generationConfig.maxOutputTokens'],
    [{ contents, generationConfig: { candidateCount: -1 } }, 'generationConfig.candidateCount'],
    [{ contents, generationConfig: { maxOutputTokens: 1, max_output_tokens: 2 } }, 'generationConfig.maxOutputTokens'],
    [
      { contents, generationConfig: { thinkingConfig: { thinking_budget: -2 } } },
      'generationConfig.thinkingConfig.thinkingBudget',
    ],
    [{ contents, generation_config: {}, generationConfig: {} }, 'generationConfig'],
  ])('%j is refused with the name of %s', (body, param) => {
    expect(refusal(body)).toMatchObject({ status: 400, param, message: expect.stringContaining(param) });
  });

  it('without contents is told so, and one that names its own destination is refused', () => {
    expect(refusal({})).toMatchObject({ status: 400, param: 'contents' });
    expect(refusal({ contents, api_base: 'https://x' })).toMatchObject({ status: 401 });
  });
});

describe('turns', () => {
  it('are the system instruction, then the contents; one object may stand for a list', () => {
    const request = decode({
      systemInstruction: { parts: { text: 's' } },
      contents: { role: 'user', parts: { text: 'u' } },
    });
    expect(request.messages).toMatchObject([
      { role: 'system', content: [{ type: 'text', text: 's' }] },
      { role: 'user', content: [{ type: 'text', text: 'u' }] },
    ]);
  });

  it('with results are tool turns; calls and results without ids are matched by name and order', () => {
    const turns = [
      { role: 'model', parts: ['f', 'g', 'f'].map((name) => ({ functionCall: { name, args: { a: 1 } } })) },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'f', response: { output: 'one' } } },
          { function_response: { name: 'f', response: { error: 'two' } } },
          { functionResponse: { name: 'g', response: { b: 2 } } },
          { text: 'and?' },
        ],
      },
    ];
    const [calls, results, rest] = decode({ contents: turns }).messages;
    expect(calls?.content).toMatchObject([
      { id: 'call_1', name: 'f', input: '{"a": 1}' },
      { id: 'call_2', name: 'g' },
      { id: 'call_3', name: 'f' },
    ]);
    expect(results).toMatchObject({
      role: 'tool',
      content: [
        { toolCallId: 'call_1', name: 'f', content: [{ text: 'one' }] },
        { toolCallId: 'call_3', name: 'f', content: [{ text: 'two' }], isError: true },
        { toolCallId: 'call_2', name: 'g', content: [{ text: '{"b":2}' }] },
      ],
    });
    expect(rest).toMatchObject({ role: 'user', content: [{ type: 'text', text: 'and?' }] });
  });

  it('with results that name their function alone belong to its calls in their order, also where those had ids', () => {
    const call = (name: string, id: string) => ({ functionCall: { name, id, args: {} } });
    const result = (name: string, more: object = {}) => ({ functionResponse: { name, response: {}, ...more } });
    const [, results] = decode({
      contents: [
        {
          role: 'model',
          parts: [call('f', 'toolu_1'), call('f', 'toolu_2'), call('g', 'toolu_3'), call('f', 'toolu_4')],
        },
        { role: 'user', parts: [result('f', { id: 'toolu_2' }), result('f'), result('g'), result('f'), result('h')] },
      ],
    }).messages;
    expect(results?.content).toMatchObject(
      ['toolu_2', 'toolu_1', 'toolu_3', 'toolu_4', 'h'].map((toolCallId) => ({ toolCallId })),
    );
  });

  it.each<[string, JsonObject, object]>([
    [
      'a picture',
      { inline_data: { mime_type: 'image/png', data: 'AA' } },
      { type: 'image', data: { mediaType: 'image/png', data: 'AA' } },
    ],
    ['sound', { inlineData: { mimeType: 'audio/mpeg', data: 'AA' } }, { type: 'audio', data: { format: 'mp3' } }],
    [
      'a PDF',
      { inlineData: { mimeType: 'application/pdf', data: 'AA', displayName: 'a.pdf' } },
      { type: 'file', filename: 'a.pdf' },
    ],
    ['an address', { fileData: { fileUri: 'https://youtu.be/a' } }, { type: 'file', data: { kind: 'url' } }],
    [
      "Google's own file",
      { fileData: { fileUri: 'gs://b/a.png', mimeType: 'image/png' } },
      { type: 'image', data: { kind: 'provider-file' } },
    ],
    ['code that ran', { codeExecutionResult: { outcome: 'OUTCOME_OK' } }, { type: 'opaque' }],
    ['a thought', { text: 'hm', thought: true }, { type: 'reasoning', text: 'hm' }],
  ])('hold %s', (_what, part, expected) => {
    expect(decode({ contents: [{ role: 'user', parts: [part] }] }).messages[0]?.content).toMatchObject([expected]);
  });
});

describe('tools', () => {
  it('are functions one by one, their schemas as JSON Schema, and what the provider runs', () => {
    const request = decode({
      tools: [
        {
          functionDeclarations: [
            {
              name: 'f',
              description: 'd',
              parameters: {
                type: 'OBJECT',
                properties: {
                  type: { type: 'STRING', nullable: true, enum: ['A'] },
                  n: { type: 'ARRAY', minItems: '2', items: { type: 'NUMBER' } },
                },
                propertyOrdering: ['n'],
                required: ['n'],
              },
            },
            { name: 'g', parametersJsonSchema: { type: 'object', properties: { a: { $ref: '#/$defs/a' } } } },
          ],
        },
        { google_search: {} },
      ],
      toolConfig: {
        functionCallingConfig: { mode: 'any', allowedFunctionNames: ['f'] },
        retrievalConfig: { languageCode: 'de' },
      },
    });
    expect(request.tools).toMatchObject([
      {
        type: 'function',
        name: 'f',
        description: 'd',
        parameters: {
          type: 'object',
          properties: {
            type: { type: ['string', 'null'], enum: ['A'] },
            n: { type: 'array', minItems: 2, items: { type: 'number' } },
          },
          required: ['n'],
        },
      },
      { name: 'g', parameters: { type: 'object', properties: { a: { $ref: '#/$defs/a' } } } },
      { type: 'opaque' },
    ]);
    expect(request.toolChoice).toEqual({ type: 'tool', name: 'f' });
    expect(request.extra).toEqual({ toolConfig: { retrievalConfig: { languageCode: 'de' } } });
  });

  it.each<[JsonObject, object]>([
    [{ mode: 'AUTO' }, { type: 'auto' }],
    [{ mode: 'NONE' }, { type: 'none' }],
    [{ mode: 'ANY' }, { type: 'required' }],
    [{ mode: 'ANY', allowedFunctionNames: ['a', 'b'] }, { type: 'opaque' }],
    [{ mode: 'VALIDATED' }, { type: 'opaque' }],
    [{ mode: 'ANY', streamFunctionCallArguments: true }, { type: 'opaque' }],
  ])('are chosen by %j', (functionCallingConfig, expected) => {
    expect(decode({ toolConfig: { functionCallingConfig } }).toolChoice).toMatchObject(expected);
  });
});

describe('thinking and form', () => {
  it.each<[JsonObject, object | undefined]>([
    [{ thinkingBudget: 0 }, { enabled: false }],
    [{ thinkingBudget: -1 }, { enabled: true }],
    [
      { thinking_budget: 7, includeThoughts: true },
      { enabled: true, budgetTokens: 7 },
    ],
    [{ thinkingLevel: 'LOW' }, { enabled: true, effort: 'low' }],
    [{ includeThoughts: true }, { enabled: true }],
    [{ includeThoughts: false }, { enabled: false }],
  ])('%j', (thinkingConfig, expected) => {
    expect(decode({ generationConfig: { thinkingConfig } }).reasoning).toMatchObject(expected ?? {});
  });

  it.each<[JsonObject, object | undefined]>([
    [{ responseMimeType: 'application/json' }, { type: 'json_object' }],
    [
      { responseMimeType: 'application/json', responseSchema: { type: 'STRING' } },
      { type: 'json_schema', schema: { type: 'string' } },
    ],
    [
      { response_mime_type: 'application/json', response_json_schema: { type: 'string' } },
      { type: 'json_schema', schema: { type: 'string' } },
    ],
    [{ responseMimeType: 'text/plain' }, { type: 'text' }],
  ])('%j', (generationConfig, expected) => {
    expect(decode({ generationConfig }).responseFormat).toMatchObject(expected ?? {});
  });

  it('a form that only the dialect has stays as it is', () => {
    const generationConfig = { responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: ['A'] } };
    expect(decode({ generationConfig })).toMatchObject({ extra: { generationConfig } });
  });
});
