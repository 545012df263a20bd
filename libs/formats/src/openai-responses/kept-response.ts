import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, CanonicalResponse } from '@tollgate/canonical';
import { FORMAT, writtenHere } from './own-source.js';

/** What an answer of the Responses API says of its keeping. */
export interface KeptResponse {
  /** The provider's id. */
  readonly id: string;
  /** The provider keeps it: it says so, or does not say otherwise. */
  readonly stored: boolean;
}

/**
 * What the answer says of itself, whole or in the first of its events that carries it; undefined where it was not given in this dialect,
 * or has no id.
 */
export function keptResponse(
  answer: CanonicalResponse | readonly (readonly CanonicalChunk[])[],
): KeptResponse | undefined {
  const response = 'source' in answer || 'choices' in answer ? writtenHere(answer) : firstResponse(answer);
  if (!isJsonObject(response)) return undefined;
  const { id, store } = response;
  return typeof id === 'string' && id !== '' ? { id, stored: store !== false } : undefined;
}

function firstResponse(events: readonly (readonly CanonicalChunk[])[]): unknown {
  for (const chunks of events)
    for (const chunk of chunks)
      if (chunk.type === 'wire' && chunk.format === FORMAT && isJsonObject(chunk.data)) {
        const { response } = chunk.data;
        if (isJsonObject(response)) return response;
      }
  return undefined;
}
