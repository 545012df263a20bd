import { fail, succeed, type Outcome } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import { conflictingCredentials, malformedAuthorization } from './auth-refusals.js';

/** Header values as node:http gives them, names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Every header that can carry a caller's key: taken off before anything else sees the request. */
export const CREDENTIAL_HEADERS = [
  'x-litellm-api-key',
  'authorization',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'ocp-apim-subscription-key',
] as const;

/**
 * The caller's secret, undefined when there is none (litellm-wire 1.1, edge-and-authority 1). `x-litellm-api-key` wins over the
 * others; without it, two that differ are refused. `litellm_key_header_name` replaces them all. `inQuery`: the `?key=` of Google's
 * clients, on the routes that take it.
 */
export function extractCredential(
  headers: RequestHeaders,
  settings: { readonly litellmKeyHeaderName?: string },
  inQuery: readonly string[] = [],
): Outcome<string | undefined, GatewayError> {
  if (settings.litellmKeyHeaderName !== undefined) return only(headers, settings.litellmKeyHeaderName.toLowerCase());
  const own = only(headers, 'x-litellm-api-key');
  if (!own.ok || own.value !== undefined) return own;
  const found = new Set<string>();
  for (const name of CREDENTIAL_HEADERS) {
    for (const value of valuesOf(headers, name)) {
      const secret = name === 'authorization' ? readAuthorization(value) : stripBearer(value);
      if (secret === undefined) return fail(malformedAuthorization());
      if (secret !== '') found.add(secret);
    }
  }
  for (const secret of inQuery.map(stripBearer)) if (secret !== '') found.add(secret);
  const [first] = found;
  return found.size > 1 ? fail(conflictingCredentials()) : succeed(first);
}

function only(headers: RequestHeaders, name: string): Outcome<string | undefined, GatewayError> {
  const secrets = new Set(
    valuesOf(headers, name)
      .map(stripBearer)
      .filter((secret) => secret !== ''),
  );
  const [first] = secrets;
  return secrets.size > 1 ? fail(conflictingCredentials()) : succeed(first);
}

function valuesOf(headers: RequestHeaders, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The secret of an Authorization value: empty when it names none, undefined when its form is not known. */
function readAuthorization(value: string): string | undefined {
  const text = value.trim();
  if (text === '' || /^bearer$/i.test(text)) return '';
  if (/^bearer /i.test(text)) return stripBearer(text);
  if (/^basic /i.test(text)) return readBasic(text.slice(6).trim());
  const signed = /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+(?: [^/,\s]+)?)/.exec(text);
  return signed === null ? undefined : stripBearer(signed[1] ?? '');
}

/** `Basic sk-…` as LiteLLM takes it, else RFC 7617: the password, or the user's name where that is the key. */
function readBasic(text: string): string | undefined {
  if (text.startsWith('sk-')) return text;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return undefined;
  const user = decoded.slice(0, colon);
  const password = decoded.slice(colon + 1);
  return password.startsWith('sk-') || !user.startsWith('sk-') ? password : user;
}

function stripBearer(value: string): string {
  return value
    .trim()
    .replace(/^bearer(\s+|$)/i, '')
    .trim();
}
