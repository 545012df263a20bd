import { isJsonObject, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import { anthropicMessagesUpstream } from '../anthropic-messages/upstream.js';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { boundCount } from './bound-count.js';

/**
 * Members of a message that can be counted (@anthropic-ai/sdk 1.14.0, MessageCountTokensParams and its betas); the endpoint refuses all
 * others.
 */
const COUNTED = [
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'cache_control',
  'context_management',
  'mcp_servers',
  'speed',
];

/** Anthropic's endpoint for counting the tokens of a message. It is free of charge. */
export const anthropicCountTokensUpstream: UpstreamFormat = {
  ...anthropicMessagesUpstream,
  encodeRequest,
  decodeResponse: (body) => {
    const tokens = isJsonObject(body) ? body['input_tokens'] : undefined;
    if (typeof tokens !== 'number') throw new DecodeError('anthropic-messages', 'the answer has no input_tokens');
    return { id: '', model: '', choices: [], result: { kind: 'token-count', inputTokens: tokens, counted: false } };
  },
  boundUsage: boundCount,
};

function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const encoded = anthropicMessagesUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const body: JsonObject = Object.fromEntries(
    Object.entries(encoded.value.body).filter(([name]) => COUNTED.includes(name)),
  );
  return succeed({ body, warnings: encoded.value.warnings });
}
