/** Keys by their look, bearer and basic credentials, passwords in addresses. */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|pk|xai|gsk|rk)-[A-Za-z0-9_-]{6,}/g, '$1-***'],
  [/\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/\bAIza[0-9A-Za-z_-]{20,}/g, 'AIza***'],
  [/:\/\/([^\s:/@]+):[^\s@/]+@/g, '://$1:***@'],
];

/** A provider's text with every credential that can be told by its form replaced: providers repeat the key they refuse. */
export function maskCredentials(text: string): string {
  return CREDENTIALS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
