import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, GatewayError, WireEvent } from '@tollgate/canonical';
import type { StreamEncoder } from '../format.js';
import { readProviderError } from '../openai-chat/errors.js';

/**
 * The last event of a stream that broke after it had begun, as OpenAI sends it (recording `openai/error-mid-stream`; API reference 2.3.0,
 * ResponseErrorEvent, has the members at the top): its SDK throws on the one form and hands the other on, and here each finds its own.
 */
export function encodeStreamError(
  error: GatewayError,
  { nextNumber = 0 }: Pick<StreamEncoder, 'nextNumber'> = {},
): readonly WireEvent[] {
  const { message, type } = error;
  const param = error.param ?? null;
  const code = error.upstream?.code ?? error.code;
  const data = {
    type: 'error',
    code,
    message,
    param,
    sequence_number: nextNumber,
    error: { type, code, message, param },
  };
  return [{ event: 'error', data: JSON.stringify(data) }];
}

/** An `error` event, or the response of `response.failed`: what the provider says of it. */
export function decodeFailure(data: JsonObject): Extract<CanonicalChunk, { type: 'error' }> {
  const { response } = data;
  const said = readProviderError(isJsonObject(response) ? response : data);
  const { type: word } = data;
  const type = said?.code ?? (said?.type === word ? undefined : said?.type);
  return {
    type: 'error',
    message: said?.message ?? 'the provider broke off its answer with an error',
    ...(type !== undefined && { providerType: type }),
    raw: data,
  };
}
