import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, Message, Target } from '@tollgate/canonical';
import { anthropicMessagesUpstream } from '../anthropic-messages/index.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { GOOGLE_SEAL } from '../reasoning-seal.js';
import { geminiUpstream } from './index.js';

const target: Target = {
  deploymentId: 'd',
  group: 'g',
  provider: 'gemini',
  model: 'gemini-2.5-flash',
  litellmModel: 'gemini/gemini-2.5-flash',
  apiBase: 'https://generativelanguage.googleapis.com',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

function decode(body: JsonObject): CanonicalRequest {
  const messages: JsonValue = [{ role: 'user', content: 'x' }];
  const decoded = openaiChatClient.decodeRequest({ body: { model: 'm', messages, ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(body: JsonObject, at: Partial<Target> = {}) {
  const encoded = geminiUpstream.encodeRequest(decode(body), { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

/** The turns that some messages become. */
function contentsOf(messages: readonly Message[], at: Partial<Target> = {}): JsonValue | undefined {
  const encoded = geminiUpstream.encodeRequest({ ...decode({}), messages }, { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body['contents'];
}

const call = (id: string, name: string, input = '{}'): ContentPart => ({
  type: 'tool-call',
  id,
  name,
  input,
  kind: 'function',
});
const result = (toolCallId: string, text: string, isError = false): ContentPart => ({
  type: 'tool-result',
  toolCallId,
  content: [{ type: 'text', text }],
  ...(isError && { isError }),
});

describe('turns of another dialect', () => {
  it('alternate: results of functions are a turn of their own, under the names of their calls', () => {
    const messages: Message[] = [
      { role: 'system', content: [{ type: 'text', text: 'a' }] },
      { role: 'user', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: [{ type: 'text', text: 'c' }] },
      { role: 'assistant', content: [{ type: 'text', text: '' }, call('1', 'f', '{"x":1}'), call('2', 'g')] },
      { role: 'tool', content: [result('1', 'one')] },
      { role: 'tool', content: [result('2', 'two', true)] },
      { role: 'developer', content: [{ type: 'text', text: 'd' }] },
      { role: 'user', content: [{ type: 'text', text: 'e' }] },
    ];
    const encoded = geminiUpstream.encodeRequest({ ...decode({}), messages }, target);
    expect(encoded.ok && encoded.value.body).toEqual({
      systemInstruction: { parts: [{ text: 'a' }, { text: 'd' }] },
      contents: [
        { role: 'user', parts: [{ text: 'b' }, { text: 'c' }] },
        {
          role: 'model',
          parts: [
            { functionCall: { id: '1', name: 'f', args: { x: 1 } } },
            { functionCall: { id: '2', name: 'g', args: {} } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: '1', name: 'f', response: { output: 'one' } } },
            { functionResponse: { id: '2', name: 'g', response: { error: 'two' } } },
          ],
        },
        { role: 'user', parts: [{ text: 'e' }] },
      ],
    });
  });

  it('bear the signature that came in the id of a call, in call and result alike', () => {
    const messages: Message[] = [
      { role: 'assistant', content: [call('call_1__thought__CiQ+/=', 'f'), call('call_2', 'g')] },
      { role: 'tool', content: [result('call_1__thought__CiQ+/=', 'x')] },
    ];
    expect(contentsOf(messages)).toEqual([
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'call_1', name: 'f', args: {} }, thoughtSignature: 'CiQ+/=' },
          { functionCall: { id: 'call_2', name: 'g', args: {} } },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { id: 'call_1', name: 'f', response: { output: 'x' } } }] },
    ]);
  });

  it('of another model bear the word that Gemini 3 takes for a signature, on the first call of a turn alone', () => {
    const messages: Message[] = [{ role: 'assistant', content: [call('1', 'f'), call('2', 'g')] }];
    const [turn] = contentsOf(messages, { model: 'gemini-3.1-pro-preview' }) as [{ parts: JsonObject[] }];
    expect(turn.parts.map((part) => part['thoughtSignature'])).toEqual(['skip_thought_signature_validator', undefined]);
    const [older] = contentsOf(messages) as [{ parts: JsonObject[] }];
    expect(older.parts.map((part) => part['thoughtSignature'])).toEqual([undefined, undefined]);
  });

  it("give Google's seal back with the words it stood behind, and no other provider's", () => {
    const seal: ContentPart = { type: 'reasoning', text: '', signature: `${GOOGLE_SEAL}Abc+` };
    const thought: ContentPart = { type: 'reasoning', text: 'hm', signature: 'EqYC-of-anthropic' };
    const said: ContentPart = { type: 'text', text: 'hello' };
    expect(contentsOf([{ role: 'assistant', content: [thought, said, seal] }])).toEqual([
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true },
          { text: 'hello', thoughtSignature: 'Abc+' },
        ],
      },
    ]);
    // chat clients tell reasoning first
    expect(contentsOf([{ role: 'assistant', content: [seal, said] }])).toEqual([
      { role: 'model', parts: [{ text: 'hello', thoughtSignature: 'Abc+' }] },
    ]);
    expect(contentsOf([{ role: 'assistant', content: [seal] }])).toEqual([
      { role: 'model', parts: [{ text: '', thoughtSignature: 'Abc+' }] },
    ]);
  });

  it("keep Google's seal from Anthropic, which would refuse it", () => {
    const content: ContentPart[] = [
      { type: 'reasoning', text: '', signature: `${GOOGLE_SEAL}Abc+` },
      { type: 'text', text: 'hello' },
    ];
    const encoded = anthropicMessagesUpstream.encodeRequest(
      { ...decode({}), messages: [{ role: 'assistant', content }] },
      target,
    );
    expect(encoded.ok && encoded.value.body['messages']).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'hello' }] },
    ]);
  });

  it.each<[string, ContentPart, JsonObject]>([
    [
      'an inline image',
      { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'AA' } },
      { inlineData: { mimeType: 'image/png', data: 'AA' } },
    ],
    [
      'an image of the web',
      { type: 'image', data: { kind: 'url', url: 'https://x.example/a.jpg?b=1' } },
      { fileData: { fileUri: 'https://x.example/a.jpg?b=1', mimeType: 'image/jpeg' } },
    ],
    [
      'a data URL',
      { type: 'image', data: { kind: 'url', url: 'data:image/gif;base64,BB' } },
      { inlineData: { mimeType: 'image/gif', data: 'BB' } },
    ],
    [
      'a PDF',
      { type: 'file', data: { kind: 'base64', mediaType: 'application/pdf', data: 'CC' } },
      { inlineData: { mimeType: 'application/pdf', data: 'CC' } },
    ],
    [
      'a text document',
      { type: 'file', data: { kind: 'text', text: 'words' }, filename: 'a.txt' },
      { text: 'a.txt\nwords' },
    ],
    [
      'audio',
      { type: 'audio', data: { kind: 'base64', data: 'DD', format: 'mp3' } },
      { inlineData: { mimeType: 'audio/mp3', data: 'DD' } },
    ],
    [
      "a file kept at Google's",
      { type: 'file', data: { kind: 'provider-file', id: 'https://generativelanguage.googleapis.com/v1beta/files/a' } },
      { fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/a' } },
    ],
  ])('hold %s', (_what, part, expected) => {
    expect(contentsOf([{ role: 'user', content: [part] }])).toEqual([{ role: 'user', parts: [expected] }]);
  });

  it.each<[string, ContentPart]>([
    ['a file kept at another provider', { type: 'file', data: { kind: 'provider-file', id: 'file-abc' } }],
    [
      'an address that is not on the public web',
      { type: 'image', data: { kind: 'url', url: 'http://x.example/a.png' } },
    ],
  ])('refuse %s, whatever may be dropped', (_what, part) => {
    const encoded = geminiUpstream.encodeRequest(
      { ...decode({}), messages: [{ role: 'user', content: [part] }] },
      { ...target, dropParams: true },
    );
    expect(encoded).toMatchObject({ ok: false, error: { status: 400, param: 'messages' } });
  });
});

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
    expect(geminiUpstream.encodeRequest(decode(body), { ...target, ...at })).toMatchObject({
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
