import { createCipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

/** Of the seeded database. */
export const SALT_KEY = 'sk-salt-of-the-seed';

/** A text as LiteLLM encrypted it until 2026: a NaCl secret box under the SHA-256 of the salt key, nonce first. */
export function sealLiteLlm(text: string, saltKey = SALT_KEY): string {
  const nonce = new Uint8Array(randomBytes(24));
  const key = createHash('sha256').update(saltKey).digest();
  const box = Buffer.concat([nonce, xsalsa20poly1305(key, nonce).encrypt(new TextEncoder().encode(text))]);
  return box.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** A text as LiteLLM encrypts it since: AES-256-GCM under a key that HKDF derives from the salt key, nonce first, tag last. */
export function sealLiteLlmGcm(text: string, saltKey = SALT_KEY): string {
  const nonce = randomBytes(12);
  const key = new Uint8Array(hkdfSync('sha256', saltKey, '', 'litellm-at-rest-v3', 32));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return `v3:gcm:${Buffer.concat(sealed).toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;
}
