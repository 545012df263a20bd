import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { openaiChat } from '../openai-chat/upstream.js';
import { anthropicMessagesUpstream } from '../anthropic-messages/index.js';
import { decodeRequest } from './decode-request.js';
import { encodeRequest } from './encode-request.js';

const target = buildTarget('text-completion-openai/instruct', 'https://api.openai.com/v1');

function fromChat(body: JsonObject): CanonicalRequest {
  const decoded = openaiChatClient.decodeRequest({ body: { model: 'm', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function fromCompletions(body: JsonObject): CanonicalRequest {
  const decoded = decodeRequest({ body: { model: 'm', prompt: 'x', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(request: CanonicalRequest, at: Partial<Target> = {}) {
  const encoded = encodeRequest(request, { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

const say = (role: string, content: unknown): JsonObject => ({ role, content }) as JsonObject;

describe('a conversation', () => {
  test('of one question is the question', () => {
    expect(encode(fromChat({ messages: [say('user', 'Why?')] })).body['prompt']).toBe('Why?');
  });

  test('of several turns is one text that ends where the answer begins', () => {
    const { body, warnings } = encode(
      fromChat({
        messages: [say('system', 'Be brief.'), say('user', 'Hi'), say('assistant', 'Hello'), say('user', 'Why?')],
      }),
    );
    expect(body['prompt']).toBe('System: Be brief.\n\nUser: Hi\n\nAssistant: Hello\n\nUser: Why?\n\nAssistant:');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'changed', path: 'messages' }));
  });

  test('with an image is refused, whatever may be dropped', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/x.png' } };
    const request = fromChat({ messages: [say('user', [image])], drop_params: true });
    expect(encodeRequest(request, target)).toMatchObject({
      ok: false,
      error: { status: 400, message: expect.stringContaining("'image_url' cannot be sent to text-completion-openai") },
    });
  });

  test('with tools is refused, or loses them where it may', () => {
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const request = fromChat({ messages: [say('user', 'x')], tools });
    expect(encodeRequest(request, target)).toMatchObject({
      ok: false,
      error: { code: 'unsupported_parameter', message: expect.stringContaining("['tools']") },
    });
    const { body, warnings } = encode(request, { dropParams: true });
    expect(body).toEqual({ model: 'instruct', prompt: 'x' });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'dropped', path: 'tools' }));
  });
});

describe('a request of this dialect', () => {
  test('keeps its prompt, its suffix and its own parameters to the letter', () => {
    const body = { prompt: [[1, 2]], suffix: 's', best_of: 2, echo: true, n: 2, logprobs: 0, max_tokens: 0, x: null };
    expect(encode(fromCompletions(body)).body).toEqual({
      model: 'instruct',
      prompt: [[1, 2]],
      suffix: 's',
      best_of: 2,
      echo: true,
      n: 2,
      logprobs: 0,
      max_tokens: 0,
    });
  });

  test('asks for usage in a stream, whether the client does or not', () => {
    expect(encode(fromCompletions({ stream: true })).body['stream_options']).toEqual({ include_usage: true });
  });

  test('keeps what was reserved, whatever the operator sets', () => {
    const settings = { prompt: 'other', suffix: 'other', n: 9, best_of: 9, echo: true, model: 'other', top_p: 0.5 };
    const { body } = encode(fromCompletions({}), { extraBody: settings, defaults: settings });
    expect(body).toEqual({ model: 'instruct', prompt: 'x', top_p: 0.5 });
  });
});

describe('at a provider of another dialect', () => {
  const chat = openaiChat({ provider: 'openai', limitField: () => 'max_tokens' });

  test.each([
    ['token ids', { prompt: [1, 2] }, 'prompt', "'tokens' cannot be sent"],
    ['a suffix', { suffix: 'end' }, 'suffix', "'suffix' cannot be sent"],
  ])('%s are refused with how to mend it', (_, body, param, words) => {
    for (const format of [chat, anthropicMessagesUpstream]) {
      const encoded = format.encodeRequest(fromCompletions(body), { ...target, dropParams: true });
      expect(encoded).toMatchObject({
        ok: false,
        error: { status: 400, param, message: expect.stringContaining(words) },
      });
    }
  });

  test.each([
    [false, [], true],
    [true, ['logprobs'], undefined],
  ])('log probabilities are asked for where they can be told (stream: %p)', (stream, named, asked) => {
    const encoded = chat.encodeRequest(fromCompletions({ logprobs: 2, stream }), target);
    if (!encoded.ok) throw encoded.error;
    expect([encoded.value.warnings.map(({ path }) => path), encoded.value.body['logprobs']]).toEqual([named, asked]);
  });

  test('what it has not is named; the prompt is echoed here', () => {
    const encoded = chat.encodeRequest(fromCompletions({ best_of: 2, echo: true }), target);
    expect(encoded).toMatchObject({
      ok: true,
      value: {
        body: { messages: [{ role: 'user', content: 'x' }] },
        warnings: [{ path: 'best_of' }],
      },
    });
  });
});
