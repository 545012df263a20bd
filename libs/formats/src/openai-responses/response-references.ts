import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { writtenHere } from './own-source.js';

/** An id of something kept at a provider that a request names. */
export interface ResponseReference {
  /** Where it stands: `previous_response_id`, `input[2].id`. */
  readonly member: string;
  readonly id: string;
  readonly kind: 'response' | 'conversation' | 'item';
}

/**
 * Every response, conversation and item kept at a provider that the request goes on from. Whoever may name one has to be looked up
 * before it is sent: the provider knows the operator's account alone.
 */
export function responseReferences(request: CanonicalRequest): readonly ResponseReference[] {
  const { previous_response_id: previous, conversation } = request.extra;
  const held = isJsonObject(conversation) ? conversation['id'] : conversation;
  return [
    ...(typeof previous === 'string'
      ? [{ member: 'previous_response_id', id: previous, kind: 'response' as const }]
      : []),
    ...(typeof held === 'string' ? [{ member: 'conversation', id: held, kind: 'conversation' as const }] : []),
    ...itemReferences(request),
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

function itemReferences({ messages }: CanonicalRequest): readonly ResponseReference[] {
  const items = messages.flatMap((message): readonly JsonValue[] => {
    const written = writtenHere(message);
    return Array.isArray(written) ? (written as readonly JsonValue[]) : [];
  });
  return items.flatMap((item, index) => {
    if (!isJsonObject(item) || item['type'] !== 'item_reference' || typeof item['id'] !== 'string') return [];
    return [{ member: `input[${index}].id`, id: item['id'], kind: 'item' as const }];
  });
}
