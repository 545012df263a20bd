import type { CanonicalRequest } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { openaiChatClient } from '../openai-chat/index.js';

/** A deployment without settings of its own, for specs. */
export const TARGET = buildTarget('gemini/gemini-2.5-flash', 'https://generativelanguage.googleapis.com');

/** What a chat client asks: one question, with these members. */
export function decodeChat(body: JsonObject): CanonicalRequest {
  const messages: JsonValue = [{ role: 'user', content: 'x' }];
  const decoded = openaiChatClient.decodeRequest({ body: { model: 'm', messages, ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}
