import type { CanonicalRequest } from '@tollgate/canonical';
import { objectSchema } from './object-schema.js';

/**
 * A request whose answer is to be a list or a choice, for a provider whose schemas are of objects alone: an object around it, out of which
 * `readAnswer` takes it. The very same request where there is nothing to wrap.
 */
export function wrapSchema(request: CanonicalRequest): CanonicalRequest {
  const { responseFormat } = request;
  if (responseFormat?.type !== 'json_schema') return request;
  const { schema, wraps } = objectSchema(responseFormat.schema);
  if (!wraps) return request;
  const { source: _unwrapped, ...asked } = responseFormat;
  return { ...request, responseFormat: { ...asked, schema }, wrapsAnswer: true };
}
