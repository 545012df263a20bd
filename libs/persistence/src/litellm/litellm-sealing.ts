import { createHash } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/**
 * Opens what LiteLLM has encrypted (its `encrypt_value_helper`): a NaCl secret box under the SHA-256 of the salt key, nonce first, in URL-safe
 * base64. A text that is no box stands in the clear, as earlier versions left some; undefined: a box of another key or of another form.
 */
export function openLiteLlm(text: string, saltKey: string): string | undefined {
  if (text.startsWith('v2:')) return undefined;
  const box = boxOf(text);
  if (box === undefined) return text;
  const key = createHash('sha256').update(saltKey).digest();
  try {
    const opened = xsalsa20poly1305(key, box.subarray(0, NONCE_BYTES)).decrypt(box.subarray(NONCE_BYTES));
    return new TextDecoder('utf-8', { fatal: true }).decode(opened);
  } catch {
    return undefined;
  }
}

/** Its padding is always there: names of models and most keys have another form. */
function boxOf(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9_-]+={0,2}$/.test(text)) return undefined;
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
  return bytes.length < NONCE_BYTES + TAG_BYTES ? undefined : bytes;
}
