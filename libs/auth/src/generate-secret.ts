import { randomBytes } from 'node:crypto';

/** A new key: `sk-` and 128 random bits, URL-safe (22 characters, LiteLLM's form). */
export function generateSecret(): string {
  return `sk-${randomBytes(16).toString('base64url')}`;
}
