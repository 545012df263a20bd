/** Headers that node:http can send: what is no Latin-1 text is percent-encoded as UTF-8, control characters are dropped. */
export function cleanHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, cleanValue(value)]));
}

function cleanValue(value: string): string {
  return (
    value
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- control characters are exactly what is dropped
      .replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '')
      .replace(/[^\u0000-\u00ff]/gu, encodeURIComponent)
  );
}
