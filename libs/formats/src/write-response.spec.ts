import type { CanonicalResponse } from '@tollgate/canonical';
import { anthropicMessagesClient, anthropicMessagesUpstream } from './anthropic-messages/index.js';
import type { ResponseContext } from './format.js';
import { openaiChatClient } from './openai-chat/index.js';
import { decodeResponse as decodeChat } from './openai-chat/decode-response.js';
import { writeResponse } from './write-response.js';

const context: ResponseContext = { requestedModel: 'public', now: 1_795_616_009_999, newId: () => 'u-1' };
const told = (text: string): CanonicalResponse => decodeChat(JSON.parse(text), text);
const message = (text: string): CanonicalResponse => anthropicMessagesUpstream.decodeResponse(JSON.parse(text), text);

describe('writeResponse', () => {
  it('relays the bytes of an answer of the dialect, but for the model', () => {
    const text = '{"id":"a", "model":"gpt-4o","choices":[],"x":1.0,"u":"\\u00e9"}\n';
    expect(writeResponse(openaiChatClient, told(text), context)).toBe(text.replace('gpt-4o', 'public'));
  });

  it('shows the public name where a provider names its model twice, in both places', () => {
    const text = '{"model":"secret","choices":[],"mod\\u0065l":"secret"}';
    const written = writeResponse(openaiChatClient, told(text), context);
    expect(written).toBe('{"model":"public","choices":[],"mod\\u0065l":"public"}');
  });

  it('adds a model to a message that has none, and none to a chat completion', () => {
    const chat = '{"choices":[],"x":1.0}';
    expect(writeResponse(openaiChatClient, told(chat), context)).toBe(chat);
    const bare = '{"type":"message","content":[],"x":1.0}';
    expect(writeResponse(anthropicMessagesClient, message(bare), context)).toBe(
      '{"type":"message","content":[],"x":1.0,"model":"public"}',
    );
  });

  it.each([
    ['of another dialect', message('{"type":"message","content":[{"type":"text","text":"hi"}],"model":"m"}')],
    ['whose text was not kept', decodeChat({ model: 'm', choices: [] })],
  ])('writes an answer %s as encodeResponse says', (_which, response) => {
    expect(writeResponse(openaiChatClient, response, context)).toBe(
      JSON.stringify(openaiChatClient.encodeResponse(response, context)),
    );
  });
});
