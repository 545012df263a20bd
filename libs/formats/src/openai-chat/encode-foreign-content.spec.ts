import type { GatewayError, Warning } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { openaiTarget } from '../../../../test/contract/targets.js';
import { anthropicMessagesClient } from '../anthropic-messages/index.js';
import { boundUsage } from './bound-usage.js';
import { encodeRequest } from './encode-request.js';

const quirks = { provider: 'openai', limitField: () => 'max_tokens' };

function decode(messages: readonly JsonValue[], members: JsonObject) {
  const body = { model: 'm', max_tokens: 9, messages, ...members };
  const decoded = anthropicMessagesClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

/** What an OpenAI provider is sent of a client's messages in Anthropic's dialect. */
function encode(messages: readonly JsonValue[]): { messages: unknown; warnings: readonly Warning[] } {
  const encoded = encodeRequest(decode(messages, {}), openaiTarget, quirks);
  if (!encoded.ok) throw encoded.error;
  return { messages: encoded.value.body['messages'], warnings: encoded.value.warnings };
}

function refuse(messages: readonly JsonValue[], members: JsonObject = {}): GatewayError {
  const encoded = encodeRequest(decode(messages, members), openaiTarget, quirks);
  if (encoded.ok) throw new Error('was sent');
  return encoded.error;
}

const user = (...content: readonly JsonObject[]): JsonObject => ({ role: 'user', content });
const result = (...content: readonly JsonObject[]): JsonObject => ({ type: 'tool_result', tool_use_id: 't', content });
const search = {
  type: 'search_result',
  source: 'https://example.com/a',
  title: 'Tides',
  content: [
    { type: 'text', text: 'High at nine.' },
    { type: 'text', text: 'Low at three.' },
  ],
};
const searchText = 'Tides\nhttps://example.com/a\nHigh at nine.\nLow at three.';
const plain = { type: 'text', media_type: 'text/plain', data: 'Be kind.' };

describe('content of another dialect that has a textual form is carried as text', () => {
  test.each<[string, JsonObject, string]>([
    ['a search result', search, searchText],
    ['a document of text', { type: 'document', source: plain }, 'Be kind.'],
    [
      'a document of text with its title and context',
      { type: 'document', source: plain, title: 'House rules', context: 'Of 2024.' },
      'House rules\nOf 2024.\nBe kind.',
    ],
    [
      'a document of blocks of text',
      {
        type: 'document',
        title: 'Rules',
        source: {
          type: 'content',
          content: [
            { type: 'text', text: 'One.' },
            { type: 'text', text: 'Two.' },
          ],
        },
      },
      'Rules\nOne.\nTwo.',
    ],
    ['a document of content', { type: 'document', source: { type: 'content', content: 'Whole.' } }, 'Whole.'],
  ])('%s, in a turn and in the result of a tool', (_, block, text) => {
    expect(encode([user(block)])).toEqual({
      messages: [{ role: 'user', content: text }],
      warnings: [],
    });
    expect(encode([user(result(block))])).toEqual({
      messages: [{ role: 'tool', tool_call_id: 't', content: text }],
      warnings: [],
    });
    const { inputTexts } = boundUsage(decode([user(result(block))], {}));
    expect(inputTexts.join('\n')).toContain(text);
  });

  test('what is said of a document that is sent inline stands before it', () => {
    const source = { type: 'base64', media_type: 'application/pdf', data: 'JVBE' };
    expect(encode([user({ type: 'document', source, title: 'a.pdf', context: 'Of 2024.' })]).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Of 2024.' },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
        ],
      },
    ]);
  });
});

describe('content of another dialect that cannot be carried is refused, whatever may be dropped', () => {
  const url = { type: 'url', url: 'https://example.com/a.pdf' };
  test.each<[string, JsonObject]>([
    ['document', { type: 'document', source: url }],
    ['document', { type: 'document', source: { type: 'file', file_id: 'file_1' } }],
    ['image', { type: 'image', source: { type: 'file', file_id: 'file_1' } }],
    ['container_upload', { type: 'container_upload', file_id: 'file_1' }],
    ['hologram', { type: 'hologram' }],
  ])("a block '%s'", (name, block) => {
    for (const messages of [[user(block, { type: 'text', text: 'x' })], [user(result(block))]]) {
      for (const members of [{}, { drop_params: true }]) {
        const error = refuse(messages, members);
        expect([error.code, error.param]).toEqual(['invalid_request', 'messages']);
        expect(error.message).toContain(`'${name}'`);
        expect(error.message).toContain('Send');
      }
    }
  });
});

test('what a provider did for itself in an earlier turn is left out and named, and a turn of nothing else is no message', () => {
  const searched = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} };
  const turn = (...content: readonly JsonObject[]): JsonObject => ({ role: 'assistant', content });
  const asked = user({ type: 'text', text: 'a' });
  expect(encode([asked, turn(searched, { type: 'text', text: 'Nine.' }), asked])).toEqual({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'Nine.' },
      { role: 'user', content: 'a' },
    ],
    warnings: [{ code: 'dropped', path: 'server_tool_use', reason: expect.any(String) }],
  });
  expect(encode([asked, turn(searched), asked]).messages).toHaveLength(2);
  expect(encode([asked, turn(), asked]).messages).toHaveLength(2);
});
