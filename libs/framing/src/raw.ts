import type { Framing } from './framing.js';

/**
 * Bytes without a form (audio): each piece that arrives is an event, whose text has one character for each byte. What they are is the
 * answer's own media type.
 */
export const raw: Framing = {
  id: 'raw',
  contentType: 'application/octet-stream',
  encoding: 'latin1',
  openDecoder: () => ({ push: (bytes) => [{ data: asText(bytes) }], end: () => [] }),
  encode: ({ data }) => data,
};

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
