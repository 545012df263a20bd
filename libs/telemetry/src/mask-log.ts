import { isSecretName, maskSecrets, SECRET_WORD } from '@tollgate/kernel';

/** Parameters of an address that say how to answer and hold no secret. */
const OPEN_PARAMETERS: ReadonlySet<string> = new Set([
  'api-version',
  'alt',
  'beta',
  'version',
  'page',
  'page_size',
  'limit',
]);

/** Texts under a name of a secret, in JSON: an operator's `extra_body` may hold one. */
const SECRET_MEMBER = new RegExp(String.raw`("(?:[\w-]*[-_])?${SECRET_WORD}"\s*:\s*)"(?:[^"\\]|\\.)*"`, 'gi');

/** A request's JSON for a log: what stands under a secret's name is replaced by stars, content is not. */
export function maskMembers(json: string): string {
  return json.replace(SECRET_MEMBER, '$1"***"');
}

/** Headers for a log: of a credential nothing is left, since its end alone tells it from others. */
export function maskHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    masked[name] = isSecretName(name) ? '***' : maskSecrets(text);
  }
  return masked;
}

/** A query for a log, as text: what an address's parameter holds is shown only where it cannot be a secret. */
export function maskQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${OPEN_PARAMETERS.has(name) ? encodeURIComponent(value) : '***'}`,
    )
    .join('&');
}
