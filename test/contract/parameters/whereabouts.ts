import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@tollgate/kernel';
import type { Target, Warning } from '@tollgate/canonical';
import type { ClientFormat } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';
import { MARKER } from '../request-fields/cost.js';
import type { Sample } from './samples.js';

/** Where something that a client asked for is to be found. */
export type Whereabouts =
  /** In the bytes that the provider gets. */
  | 'sent'
  /** Among what the client is told was left out, without its leave. */
  | 'told'
  /** In the text of the refusal; leave to drop it, where that helps, has it told. */
  | 'refused'
  /** Nowhere. */
  | 'vanished';

interface Sent {
  readonly request: unknown;
  readonly text: string;
  readonly warnings: readonly Warning[];
}
type Asked = { readonly sent: Sent } | { readonly refusal: string };

/** Asks an operation of a provider with and without it. */
export function whereabouts(
  client: ClientFormat,
  operation: ProviderOperation,
  target: Target,
  base: JsonObject,
  { body, beside, names }: Sample,
): Whereabouts {
  const ask = (changes: JsonObject, dropParams = false): Asked =>
    askOperation(client, operation, { ...target, dropParams }, { ...base, ...beside, ...changes });
  const asked = ask(body);
  if ('refusal' in asked) {
    // what has to stand beside it may not be known itself
    const known = 'refusal' in ask({}) ? Object.keys(beside ?? {}) : names;
    return isRefused(asked.refusal, ask(body, true), known) ? 'refused' : 'vanished';
  }
  if (isTold(asked.sent, names)) return 'told';
  const text = JSON.stringify(body);
  if (text.includes(MARKER)) return asked.sent.text.includes(MARKER) ? 'sent' : 'vanished';
  const without = ask({});
  return 'sent' in without && !isDeepStrictEqual(without.sent.request, asked.sent.request) ? 'sent' : 'vanished';
}

function askOperation(client: ClientFormat, operation: ProviderOperation, target: Target, body: JsonObject): Asked {
  const decoded = client.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) return { refusal: decoded.error.message };
  const built = operation.buildRequest(decoded.value, target, undefined);
  if (!built.ok) return { refusal: built.error.message };
  const text = built.value.spec.body ?? '';
  const request = { path: built.value.spec.path, body: JSON.parse(text) as unknown };
  return { sent: { request, text, warnings: built.value.warnings } };
}

function isRefused(refusal: string, dropping: Asked, names: readonly string[]): boolean {
  return names.some((name) => refusal.includes(name)) && ('refusal' in dropping || isTold(dropping.sent, names));
}

function isTold({ warnings }: Sent, names: readonly string[]): boolean {
  return warnings.some(
    ({ code, path }) => code === 'dropped' && names.some((name) => path.split(/[.[]/).includes(name)),
  );
}
