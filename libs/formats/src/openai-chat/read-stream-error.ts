import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import { readProviderError } from './errors.js';

/** Hosts break off with an `error` member (with or without choices beside it), or with an event of that name or type. */
export function readStreamError(
  event: WireEvent,
  data: JsonObject,
): Extract<CanonicalChunk, { type: 'error' }> | undefined {
  const { error } = data;
  const named = event.event === 'error' || data['type'] === 'error';
  if (!named && (error === undefined || error === null)) return undefined;
  const said = readProviderError(data);
  const type = said?.type ?? said?.code;
  return {
    type: 'error',
    message: said?.message ?? 'the provider broke off its answer with an error',
    ...(type !== undefined && { providerType: type }),
    raw: data,
  };
}
