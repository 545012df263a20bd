/** Headers that node:http can send: what is no Latin-1 text is percent-encoded as UTF-8, control characters are dropped. */
export function cleanHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, cleanValue(value)]));
}

// eslint-disable-next-line no-control-regex -- control characters are exactly what is dropped
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/g;
const BEYOND_LATIN_1 = /[\u{100}-\u{10ffff}]/gu;

function cleanValue(value: string): string {
  return value.toWellFormed().replace(CONTROL, '').replace(BEYOND_LATIN_1, encodeURIComponent);
}
