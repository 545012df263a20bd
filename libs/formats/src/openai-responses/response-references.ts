import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';

/** An id of something kept at a provider that a request names. */
export interface ResponseReference {
  readonly member: 'previous_response_id' | 'conversation';
  readonly id: string;
  readonly kind: 'response' | 'conversation';
}

/**
 * The response and the conversation kept at a provider that the request goes on from, which its client knows by other ids than the
 * provider's. What it names by the provider's own ids, `findProviderIds` tells.
 */
export function responseReferences(request: CanonicalRequest): readonly ResponseReference[] {
  const { previous_response_id: previous, conversation } = request.extra;
  const held = isJsonObject(conversation) ? conversation['id'] : conversation;
  return [
    ...(typeof previous === 'string'
      ? [{ member: 'previous_response_id' as const, id: previous, kind: 'response' as const }]
      : []),
    ...(typeof held === 'string' ? [{ member: 'conversation' as const, id: held, kind: 'conversation' as const }] : []),
  ];
}

/** The request with the provider's ids in the places of those that its client was shown. `providerIds` knows every reference. */
export function withProviderIds(request: CanonicalRequest, providerIds: ReadonlyMap<string, string>): CanonicalRequest {
  const { previous_response_id: previous, conversation } = request.extra;
  const known = (id: JsonValue | undefined): JsonValue | undefined =>
    typeof id === 'string' ? (providerIds.get(id) ?? id) : id;
  const held = isJsonObject(conversation) ? { ...conversation, id: known(conversation['id']) } : known(conversation);
  return {
    ...request,
    extra: {
      ...request.extra,
      ...(previous !== undefined && { previous_response_id: known(previous) }),
      ...(conversation !== undefined && { conversation: held }),
    },
  };
}
