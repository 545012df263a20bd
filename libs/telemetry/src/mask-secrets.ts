/** How the name of a secret ends, the usual ones and what operators name theirs (`x-team-token`, `api_key`). */
const SECRET_WORD = '(?:(?:api|subscription)?key|token|secret|password|credentials?|auth|authorization)';
const SECRET_HEADER = new RegExp(`(?:^|[-_])(?:${SECRET_WORD}|cookie)$`, 'i');

/** Provider and virtual keys by their look, bearer and basic credentials, and passwords in addresses. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|pk|xai|gsk|rk)-[A-Za-z0-9_-]{6,}/g, '$1-***'],
  [/\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/\bAIza[0-9A-Za-z_-]{20,}/g, 'AIza***'],
  [/\b(gsk_|hf_|r8_|pplx-|nvapi-)[A-Za-z0-9_-]{16,}/g, '$1***'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1***'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}/g, 'eyJ***'],
  [/:\/\/([^\s:/@]+):[^\s@/]+@/g, '://$1:***@'],
  [new RegExp(String.raw`(?<=[?&"])((?:[\w-]*[-_])?(?:${SECRET_WORD}|sig|signature))=[^&\s"'\\#*]+`, 'gi'), '$1=***'],
];

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

/** Text with every credential that can be told by its form replaced by stars. */
export function maskSecrets(text: string): string {
  return SECRET_TEXT.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

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
    masked[name] = SECRET_HEADER.test(name) ? '***' : maskSecrets(text);
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
