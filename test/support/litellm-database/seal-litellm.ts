import { createHash, randomBytes } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

/** Of the seeded database. */
export const SALT_KEY = 'sk-salt-of-the-seed';

/** A text as LiteLLM encrypts it: a NaCl secret box under the SHA-256 of the salt key, nonce first. */
export function sealLiteLlm(text: string, saltKey = SALT_KEY): string {
  const nonce = new Uint8Array(randomBytes(24));
  const key = createHash('sha256').update(saltKey).digest();
  const box = Buffer.concat([nonce, xsalsa20poly1305(key, nonce).encrypt(new TextEncoder().encode(text))]);
  return box.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
