import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { type Outcome, succeed } from '@tollgate/kernel';
import type { ProviderOperation } from '@tollgate/providers';
import { asText, type TokenDecoder } from './as-text.js';

export interface FittedRequest {
  readonly request: CanonicalRequest;
  /** What was changed of it, as the operator wishes. */
  readonly warnings: readonly Warning[];
}

/** A request as an operation takes it, before anything is held for it: mended where the operator asks for that, texts for token ids. */
export async function fitRequest(
  request: CanonicalRequest,
  { modifyParams }: Pick<Target, 'modifyParams'>,
  { mendRequest, textOnly }: Pick<ProviderOperation, 'mendRequest' | 'textOnly'>,
  decode: TokenDecoder,
): Promise<Outcome<FittedRequest, GatewayError>> {
  const mended = mendRequest !== undefined && modifyParams === true ? mendRequest(request) : { request, warnings: [] };
  if (textOnly === undefined) return succeed(mended);
  const readable = await asText(mended.request, decode);
  return readable.ok ? succeed({ ...mended, request: readable.value }) : readable;
}
