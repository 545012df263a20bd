/** `data:image/png;base64,…` */
const DATA_URL = /^data:([^;,]+)(?:;[^;,]+)*;base64,(.*)$/s;

/** The bytes that stand in an address, as base64; undefined for any other address. */
export function readDataUrl(url: string): { readonly mediaType: string; readonly data: string } | undefined {
  const inline = DATA_URL.exec(url);
  return inline === null ? undefined : { mediaType: inline[1] ?? '', data: inline[2] ?? '' };
}
