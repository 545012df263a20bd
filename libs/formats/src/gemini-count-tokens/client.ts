import { fail, isJsonObject, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError } from '@tollgate/canonical';
import { geminiClient } from '../gemini/index.js';
import type { ClientFormat, ClientInput } from '../format.js';

/**
 * Google's `POST …/models/{model}:countTokens`: the turns alone, or a whole request beneath `generateContentRequest`; answered with the
 * prompt's tokens.
 */
export const geminiCountTokensClient: ClientFormat = { ...geminiClient, decodeRequest, encodeResponse };

function decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const { generateContentRequest, generate_content_request: snake, ...beside } = input.body;
  const whole = generateContentRequest ?? snake;
  const decoded = geminiClient.decodeRequest({
    ...input,
    body: isJsonObject(whole) ? { ...beside, ...whole } : beside,
  });
  if (!decoded.ok) return fail(ofThisRoute(decoded.error));
  const { maxOutputTokens: _limit, ...request } = decoded.value;
  return succeed({ ...request, operation: 'count-tokens', streamUsage: false });
}

function encodeResponse({ result }: CanonicalResponse): JsonObject {
  const tokenCount = result?.kind === 'token-count' ? result.inputTokens : 0;
  return { totalTokens: tokenCount, promptTokensDetails: [{ modality: 'TEXT', tokenCount }] };
}

function ofThisRoute(error: GatewayError): GatewayError {
  return error.withMessage(error.message.replace(/^generateContent: /, 'countTokens: '));
}
