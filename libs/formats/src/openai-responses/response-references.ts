import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';

/** An id of something kept at a provider that a request names. */
export interface ResponseReference {
  readonly member: 'previous_response_id' | 'conversation' | 'prompt_cache_options.comparison_response_id';
  readonly id: string;
  readonly kind: 'response' | 'conversation';
}

/**
 * The response and the conversation kept at a provider that the request goes on from, and the response that its cache is to be compared
 * with, which its client knows by other ids than the provider's. What it names by the provider's own ids, `findProviderIds` tells.
 */
export function responseReferences(request: CanonicalRequest): readonly ResponseReference[] {
  const { previous_response_id: previous, conversation } = request.extra;
  const held = isJsonObject(conversation) ? conversation['id'] : conversation;
  const compared = comparedWith(request);
  return [
    ...(typeof previous === 'string'
      ? [{ member: 'previous_response_id' as const, id: previous, kind: 'response' as const }]
      : []),
    ...(typeof held === 'string' ? [{ member: 'conversation' as const, id: held, kind: 'conversation' as const }] : []),
    ...(typeof compared === 'string'
      ? [{ member: 'prompt_cache_options.comparison_response_id' as const, id: compared, kind: 'response' as const }]
      : []),
  ];
}

function comparedWith({ extra }: CanonicalRequest): JsonValue | undefined {
  const { prompt_cache_options: options } = extra;
  return isJsonObject(options) ? options['comparison_response_id'] : undefined;
}

/** The request with the provider's ids in the places of those that its client was shown. `providerIds` knows every reference. */
export function withProviderIds(request: CanonicalRequest, providerIds: ReadonlyMap<string, string>): CanonicalRequest {
  const { previous_response_id: previous, conversation, prompt_cache_options: options } = request.extra;
  const known = (id: JsonValue | undefined): JsonValue | undefined =>
    typeof id === 'string' ? (providerIds.get(id) ?? id) : id;
  const held = isJsonObject(conversation) ? { ...conversation, id: known(conversation['id']) } : known(conversation);
  const compared = comparedWith(request);
  return {
    ...request,
    extra: {
      ...request.extra,
      ...(previous !== undefined && { previous_response_id: known(previous) }),
      ...(conversation !== undefined && { conversation: held }),
      ...(isJsonObject(options) &&
        compared !== undefined && { prompt_cache_options: { ...options, comparison_response_id: known(compared) } }),
    },
  };
}
