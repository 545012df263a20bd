import { isJsonObject, type JsonValue } from '@tollgate/kernel';

/** What a provider's error event says; a word of ours where it says nothing. */
export function messageOf(error: JsonValue | undefined): string {
  const message = isJsonObject(error) ? error['message'] : error;
  return typeof message === 'string' && message !== '' ? message : 'the provider failed';
}
