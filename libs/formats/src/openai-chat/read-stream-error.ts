import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import { isErrorStatus } from '../is-error-status.js';
import { readProviderError } from './errors.js';

/**
 * Hosts break off with an `error` member (with or without choices beside it), with one of a choice, or with an event of that name or type.
 */
export function readStreamError(
  event: WireEvent,
  data: JsonObject,
): Extract<CanonicalChunk, { type: 'error' }> | undefined {
  const error = data['error'] ?? errorOfChoice(data['choices']);
  const named = event.event === 'error' || data['type'] === 'error';
  if (!named && (error === undefined || error === null)) return undefined;
  const said = readProviderError(error == null ? data : { error });
  const type = said?.type ?? said?.code;
  const status = Number(said?.code);
  return {
    type: 'error',
    ...(isErrorStatus(status) && { status }),
    message: said?.message ?? 'the provider broke off its answer with an error',
    ...(type !== undefined && { providerType: type }),
    raw: data,
  };
}

/** An answer of several choices is broken off by the first that is. */
function errorOfChoice(choices: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(choices)) return undefined;
  return (choices as readonly JsonValue[])
    .filter(isJsonObject)
    .map(({ error }) => error)
    .find((error) => error !== undefined && error !== null);
}
