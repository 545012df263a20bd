import { hash } from 'node:crypto';

/** SHA-256 of a secret as lower-case hex: LiteLLM's `token`, so that its keys can be imported. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}
