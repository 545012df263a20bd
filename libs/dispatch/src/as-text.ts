import { type CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';

/** The text of token ids of the vocabulary that clients count with; throws for an id that it does not have. */
export type TokenDecoder = (tokens: readonly number[]) => Promise<string>;

/**
 * The same request with texts instead of token ids, for a provider that takes no ids: clients (LangChain among them) cut texts by the
 * tokens of OpenAI's vocabulary and send those. Refuses ids that are none of it.
 */
export async function asText(
  request: CanonicalRequest,
  decode: TokenDecoder,
): Promise<Outcome<CanonicalRequest, GatewayError>> {
  const { input } = request;
  if (input?.operation !== 'embeddings' || input.inputs.every((item) => typeof item === 'string'))
    return succeed(request);
  try {
    const inputs: string[] = [];
    for (const item of input.inputs) inputs.push(typeof item === 'string' ? item : await decode(item));
    return succeed({ ...request, input: { ...input, inputs } });
  } catch (cause) {
    const message =
      "Invalid value for 'input': this model takes texts, and the token ids are none of OpenAI's vocabulary cl100k_base. Send texts.";
    return fail(new GatewayError('invalid_request', { message, param: 'input', cause }));
  }
}
