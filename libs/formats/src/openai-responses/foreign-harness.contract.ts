import type { GatewayError, Target } from '@tollgate/canonical';
import type { JsonObject, Outcome } from '@tollgate/kernel';
import { buildTarget } from '../../../../test/support/builders/index.js';
import type { ClientFormat, Encoded } from '../format.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { openaiResponses } from './upstream.js';

/** A deployment without settings of its own, for specs. */
export const TARGET = buildTarget('openai/some-model', 'https://api.openai.com/v1');

/** The one model of the specs that thinks. */
export function isReasoner(model: string): boolean {
  return model === 'reasoner';
}

/** What every foreign client asks in the specs. */
export const QUESTION = { role: 'user', content: 'Hi' };

const upstream = openaiResponses({
  provider: 'openai',
  reasons: isReasoner,
  fragile: (model, name) => isReasoner(model) && name === 'temperature',
});

/** A client's request as this API is asked it. */
export function encode(
  client: ClientFormat,
  body: JsonObject,
  changes: Partial<Target> = {},
): Outcome<Encoded, GatewayError> {
  const decoded = client.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return upstream.encodeRequest(decoded.value, { ...TARGET, ...changes });
}

/** A chat client's request as this API is asked it. */
export function chat(body: JsonObject, changes: Partial<Target> = {}): Encoded {
  const encoded = encode(openaiChatClient, { model: 'm', messages: [QUESTION], ...body }, changes);
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

/** A text of the user's as an item. */
export function user(text: string): JsonObject {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
}
