import type { ClientId } from './ask.js';
import type { Wire } from './said.js';

/** The message of an error in a client's dialect, and its status as it stands in the body; undefined where the body has another shape. */
export function readError(client: ClientId, body: Wire): string | undefined {
  const error = body['error'] as Wire | undefined;
  const message = error?.['message'] as unknown;
  if (typeof message !== 'string' || message === '') return undefined;
  const has = (member: string, type: string): boolean => typeof error?.[member] === type;
  switch (client) {
    case 'anthropic-messages':
      return body['type'] === 'error' && has('type', 'string') ? message : undefined;
    case 'gemini':
      return has('code', 'number') && has('status', 'string') ? message : undefined;
    default:
      return error !== undefined && 'type' in error && 'param' in error && 'code' in error ? message : undefined;
  }
}
