/** How the name of a secret ends, the usual ones and what operators name theirs (`x-team-token`, `api_key`); the source of an expression. */
export const SECRET_WORD = '(?:(?:api|subscription)?key|token|secret|password|credentials?|auth|authorization)';

const SECRET_NAME = new RegExp(`(?:^|[-_])(?:${SECRET_WORD}|cookie)$`, 'i');

/** Provider and virtual keys by their look, bearer and basic credentials, and passwords in addresses. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(sk|pk|xai|gsk|rk)-[A-Za-z0-9_-]{6,}/g, '$1-***'],
  [/\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/\bAIza[0-9A-Za-z_-]{20,}/g, 'AIza***'],
  [/\b(gsk_|hf_|r8_|pplx-|nvapi-)[A-Za-z0-9_-]{16,}/g, '$1***'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1***'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}/g, 'eyJ***'],
  [/:\/\/([^\s:/@"]+):[^\s@/"]+@/g, '://$1:***@'],
  [new RegExp(String.raw`(?<=[?&"])((?:[\w-]*[-_])?(?:${SECRET_WORD}|sig|signature))=[^&\s"'\\#*]+`, 'gi'), '$1=***'],
];

/** Whether what stands under this name (of a header, parameter or member) is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Text with every credential that can be told by its form replaced by stars. */
export function maskSecrets(text: string): string {
  return SECRET_TEXT.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/** Shorter values are words; they are told by their place or not at all. */
const VALUE_LENGTH_MIN = 8;
/** Characters of a secret's beginning that give it away: a text that is cut off may end in the middle of one. */
const BEGINNING_LENGTH = 12;

/**
 * Text with these very secrets replaced by stars, as they stand, within JSON or encoded for an address, also their first twelve characters or more;
 * and with all that `maskSecrets` tells by its form.
 */
export function maskValues(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length < VALUE_LENGTH_MIN) continue;
    for (const form of formsOf(secret)) masked = maskValue(masked, form);
  }
  return maskSecrets(masked);
}

/** As a secret is written in JSON, once and again, in an address and in a form; the secret alone where none of them has a word for it. */
function formsOf(secret: string): ReadonlySet<string> {
  const escaped = inJson(secret);
  const encoded = encodeURIComponent(secret);
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return new Set([secret, escaped, inJson(escaped), encoded, lower, encoded.replaceAll('%20', '+')]);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Whether one of these secrets stands in a text as it is, or begins there: far cheaper than to mask, where there is hardly ever one. */
export function holdsValue(text: string, secrets: readonly string[]): boolean {
  return secrets.some(
    (secret) => secret.length >= VALUE_LENGTH_MIN && text.includes(secret.slice(0, BEGINNING_LENGTH)),
  );
}

function maskValue(text: string, secret: string): string {
  const beginning = secret.slice(0, BEGINNING_LENGTH);
  let masked = '';
  let from = 0;
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
    let length = beginning.length;
    // an address's `%2f` is its `%2F`
    while (length < secret.length && text[at + length]?.toLowerCase() === secret[length]?.toLowerCase()) length += 1;
    masked += `${text.slice(from, at)}***`;
    from = at + length;
  }
  return masked + text.slice(from);
}
