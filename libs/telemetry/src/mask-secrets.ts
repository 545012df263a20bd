/** A header by whose name a secret is to be expected: the usual ones, and what operators name theirs (`x-team-token`). */
const SECRET_HEADER =
  /(^|[-_])(authorization|auth|(api|subscription)?-?key|token|secret|password|credentials?|cookie)$/i;

/** Provider and virtual keys by their look, bearer and basic credentials, and passwords in addresses. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|pk|xai|gsk|rk)-[A-Za-z0-9_-]{6,}/g, '$1-***'],
  [/\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/\bAIza[0-9A-Za-z_-]{20,}/g, 'AIza***'],
  [/\b(gsk_|hf_|r8_|pplx-|nvapi-)[A-Za-z0-9_-]{16,}/g, '$1***'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1***'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}/g, 'eyJ***'],
  [/:\/\/([^\s:/@]+):[^\s@/]+@/g, '://$1:***@'],
];

/** Text with every credential that can be told by its form replaced by stars. */
export function maskSecrets(text: string): string {
  return SECRET_TEXT.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/** Headers for a log: credential headers keep their last four characters, and only when they are long. */
export function maskHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    masked[name] = SECRET_HEADER.test(name) ? maskTail(text) : maskSecrets(text);
  }
  return masked;
}

function maskTail(secret: string): string {
  return secret.length > 20 ? `***${secret.slice(-4)}` : '***';
}
