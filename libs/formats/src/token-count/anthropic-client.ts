import { fail, succeed, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { anthropicMessagesClient } from '../anthropic-messages/client.js';
import type { ClientFormat, ClientInput } from '../format.js';

/** Anthropic's `POST /v1/messages/count_tokens`: a message without an output limit, answered with its input tokens. */
export const anthropicCountTokensClient: ClientFormat = {
  ...anthropicMessagesClient,
  decodeRequest,
  encodeResponse: ({ result }) => ({ input_tokens: result?.kind === 'token-count' ? result.inputTokens : 0 }),
};

/** The dialect insists on a limit where a message is asked for; here one is neither needed nor read. */
const ANY_LIMIT = { max_tokens: 1 };

function decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const decoded = anthropicMessagesClient.decodeRequest({ ...input, body: { ...input.body, ...ANY_LIMIT } });
  if (!decoded.ok) return fail(ofThisRoute(decoded.error));
  const { maxOutputTokens: _limit, ...request } = decoded.value;
  return succeed({ ...request, operation: 'count-tokens', stream: false, streamUsage: false });
}

function ofThisRoute(error: GatewayError): GatewayError {
  return error.withMessage(error.message.replace(/^anthropic_messages: /, 'count_tokens: '));
}
