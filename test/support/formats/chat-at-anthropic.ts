import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { anthropicMessagesUpstream, openaiChatClient } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { anthropicTarget } from '../../contract/targets.js';

export const weather = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
export const chatTool = { type: 'function', function: { name: 'get_weather', description: 'w', parameters: weather } };
export const question = [{ role: 'user', content: 'weather?' }];

const target: Target = { ...anthropicTarget, model: 'claude-sonnet-4-5' };

/** What Anthropic is sent of a chat client's request. */
export function encodeChat(
  members: JsonObject,
  at: Partial<Target> = {},
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const encoded = anthropicMessagesUpstream.encodeRequest(decodeChat(members), { ...target, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

/** Why a chat client's request is not sent to Anthropic. */
export function refuseChat(members: JsonObject): GatewayError {
  const encoded = anthropicMessagesUpstream.encodeRequest(decodeChat(members), target);
  if (encoded.ok) throw new Error('was accepted');
  return encoded.error;
}

function decodeChat(members: JsonObject): CanonicalRequest {
  const body = { model: 'claude', messages: question, ...members };
  const decoded = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}
