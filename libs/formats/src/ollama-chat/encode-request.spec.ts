import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { anthropicMessagesClient } from '../anthropic-messages/index.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { boundUsage } from './bound-usage.js';
import { encodeRequest } from './encode-request.js';

const target = buildTarget('ollama_chat/qwen3:4b', 'http://localhost:11434');
const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];

function fromChat(body: JsonObject): CanonicalRequest {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(body: JsonObject, at: Partial<Target> = {}) {
  const encoded = encodeRequest(fromChat(body), { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

const pathsOf = (warnings: readonly { readonly path: string }[]) => warnings.map(({ path }) => path);

describe('a setting of the model', () => {
  test('goes beneath its options, under Ollama’s name', () => {
    const body = {
      max_completion_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      top_k: 4,
      seed: 7,
      stop: ['a', 'b'],
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      num_ctx: 8192,
      repeat_penalty: 1.1,
      mirostat: 1,
    };
    const { body: sent, warnings } = encode(body);
    const { max_completion_tokens: limit, ...rest } = body;
    expect(sent['options']).toEqual({ ...rest, num_predict: limit });
    expect(warnings).toEqual([]);
  });

  test('may stand beneath options as Ollama’s own clients have it', () => {
    expect(encode({ options: { num_ctx: 2048, temperature: 0.1 }, temperature: 0.9 }).body['options']).toEqual({
      num_ctx: 2048,
      temperature: 0.9,
    });
    expect(pathsOf(encode({ options: { warp: 1 } }).warnings)).toEqual(['options.warp']);
  });

  test('of the operator stands where the client sent none', () => {
    const defaults = { num_ctx: 4096, temperature: 0.5, max_tokens: 100, keep_alive: '10m', unknown: 1 };
    const { body } = encode({ temperature: 0 }, { defaults });
    expect(body).toMatchObject({
      options: { num_ctx: 4096, temperature: 0, num_predict: 100 },
      keep_alive: '10m',
    });
    expect(body).not.toHaveProperty('unknown');
  });
});

describe('the output limit', () => {
  test.each([
    [{ max_tokens: 9 }, 9],
    [{ num_predict: 5 }, 5],
    [{ max_tokens: 9, num_predict: 5 }, 5],
    [{ max_tokens: 4, options: { num_predict: 5 } }, 4],
    [{ num_predict: -1 }, undefined],
    [{ max_tokens: 3, num_predict: -1 }, 3],
    [{}, undefined],
  ])('of %j is %p, in the bytes and in the bound', (body, limit) => {
    expect((encode(body).body['options'] as JsonObject)['num_predict']).toBe(limit);
    expect(boundUsage(fromChat(body)).outputLimit).toBe(limit);
  });

  test('of the client stands, whatever the operator adds to the options', () => {
    const extraBody = { options: { num_predict: 999, num_gpu: 1 }, model: 'other', stream: true, raw: true };
    const { body } = encode({ max_tokens: 5 }, { extraBody });
    expect(body).toMatchObject({
      model: 'qwen3:4b',
      stream: false,
      raw: true,
      options: { num_predict: 5, num_gpu: 1 },
    });
  });
});

describe('the form of the answer', () => {
  test.each([
    [{ type: 'json_object' }, 'json'],
    [{ type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } }, { type: 'object' }],
    [{ type: 'text' }, undefined],
  ])('%j is asked for as %j', (responseFormat, format) => {
    expect(encode({ response_format: responseFormat }).body['format']).toEqual(format);
  });

  test.each([
    ['qwen3:4b', 'high', true],
    ['qwen3:4b', 'none', false],
    ['gpt-oss:20b', 'low', 'low'],
    ['gpt-oss:20b', 'minimal', true],
  ])('%s with an effort of %s thinks: %p', (model, effort, think) => {
    expect(encode({ reasoning_effort: effort }, { model }).body['think']).toBe(think);
  });

  test('a client that asks Ollama itself is heard', () => {
    expect(encode({ think: 'medium', keep_alive: 0, reasoning_effort: 'high' }).body).toMatchObject({
      think: 'medium',
      keep_alive: 0,
    });
  });

  test('log probabilities are asked for as such', () => {
    expect(encode({ logprobs: true, top_logprobs: 2 }).body).toMatchObject({ logprobs: true, top_logprobs: 2 });
  });
});

describe('content', () => {
  const ask = (content: readonly JsonObject[]) =>
    encodeRequest(fromChat({ messages: [{ role: 'user', content }] }), target);

  test('of an image is its bytes', () => {
    const encoded = ask([
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ]);
    expect(encoded).toMatchObject({
      ok: true,
      value: { body: { messages: [{ role: 'user', content: 'What is it?', images: ['AAAA'] }] } },
    });
  });

  test('of an image elsewhere is refused with how to mend it', () => {
    expect(ask([{ type: 'image_url', image_url: { url: 'https://example.com/x.png' } }])).toMatchObject({
      ok: false,
      error: { status: 400, message: expect.stringContaining('Send its bytes inline, as base64.') },
    });
  });

  test('of two tools’ results is known by the tool and by the call', () => {
    const { body } = encode({
      messages: [
        { role: 'user', content: 'x' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'one', arguments: '{"n": 12345678901234567890}' } },
            { id: 'b', type: 'function', function: { name: 'two', arguments: '' } },
          ],
        },
        { role: 'tool', tool_call_id: 'b', content: 'B' },
        { role: 'tool', tool_call_id: 'a', content: 'A' },
      ],
    });
    expect(body['messages']).toMatchObject([
      {},
      { role: 'assistant', content: '', tool_calls: [{ id: 'a' }, { id: 'b', function: { arguments: {} } }] },
      { role: 'tool', content: 'B', tool_name: 'two', tool_call_id: 'b' },
      { role: 'tool', content: 'A', tool_name: 'one', tool_call_id: 'a' },
    ]);
    expect(JSON.stringify(body)).toContain('"n":12345678901234567890');
  });

  test('of a failed tool says so', () => {
    const decoded = anthropicMessagesClient.decodeRequest({
      body: {
        model: 'm',
        max_tokens: 9,
        messages: [
          { role: 'user', content: 'x' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {} }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'no', is_error: true }] },
        ],
      },
      params: {},
      query: {},
    });
    if (!decoded.ok) throw decoded.error;
    const encoded = encodeRequest(decoded.value, target);
    expect(encoded).toMatchObject({ ok: true, value: { body: { messages: [{}, {}, { content: 'Error: no' }] } } });
  });
});

describe('tools', () => {
  test('that may not be called are not sent', () => {
    expect(encode({ tools, tool_choice: 'none' }).body).not.toHaveProperty('tools');
    expect(encode({ tools, tool_choice: 'auto' }).body).toHaveProperty('tools');
  });

  test.each(['required', { type: 'function', function: { name: 'f' } }])(
    'that must be called (%j) are refused, or left to the model where that may be dropped',
    (choice) => {
      expect(encodeRequest(fromChat({ tools, tool_choice: choice }), target)).toMatchObject({
        ok: false,
        error: { code: 'unsupported_parameter', message: expect.stringContaining("['tool_choice']") },
      });
      expect(pathsOf(encode({ tools, tool_choice: choice }, { dropParams: true }).warnings)).toEqual(['tool_choice']);
    },
  );
});

describe('what Ollama has not', () => {
  test.each([
    ['n', 2],
    ['logit_bias', { '1': 1 }],
    ['functions', [{ name: 'f' }]],
    ['modalities', ['text', 'audio']],
  ])('%s is refused, or dropped and named', (name, value) => {
    expect(encodeRequest(fromChat({ [name]: value }), target)).toMatchObject({
      ok: false,
      error: { code: 'unsupported_parameter', message: expect.stringContaining(`['${name}']`) },
    });
    const { body, warnings } = encode({ [name]: value }, { dropParams: true });
    expect(body).not.toHaveProperty(name);
    expect(pathsOf(warnings)).toEqual([name]);
  });

  test('and that asks for nothing else is named', () => {
    const hints = { user: 'u', store: true, prompt_cache_key: 'k', modalities: ['text'], vendor: 1 };
    expect(pathsOf(encode(hints).warnings).sort()).toEqual(['prompt_cache_key', 'store', 'user', 'vendor']);
  });

  test('and that is to be left out is left out', () => {
    const { body, warnings } = encode({ seed: 1, additional_drop_params: ['seed', 'options', 'messages'] });
    expect(body['options']).toEqual({});
    expect(body['messages']).toHaveLength(1);
    expect(pathsOf(warnings)).toEqual(['seed']);
  });
});
