import type { JsonObject, Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { readEmbeddings } from './read-embeddings.js';

/**
 * The members of an embeddings request for a host with an API of its own, which takes no `user`: what stands in `own`, then the client's.
 * `governed` is what no setting changes.
 */
export function encodeForeignMembers(
  own: JsonObject,
  request: CanonicalRequest,
  target: Target,
  governed: ReadonlySet<string>,
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const { dimensions } = readEmbeddings(request);
  const written = {
    ...own,
    ...(dimensions !== undefined && { dimensions }),
    ...(request.user !== undefined && { user: request.user }),
    ...request.extra,
  };
  const unsupported = (_model: string, name: string): boolean => name === 'user';
  return encodeMembers(written, request, target, { provider: target.provider, unsupported, governed }, losses);
}
