import { fail, succeed, type Outcome } from '@tollgate/kernel';
import { GatewayError, type UserRole } from '@tollgate/canonical';
import { maskForeign } from './mask-secret.js';

const ADMIN_LENGTH_MIN = 16;
const OTHERS_LENGTH_MIN = 32;
const LENGTH_MAX = 256;
/** 22 random characters of base64url reach 4; English text 4.1 over a long span, repeated patterns far less. */
const ENTROPY_BITS_MIN = 3.5;

/**
 * Judges a secret that a caller of the admin API wants for a key (edge-and-authority 2): `sk-`, printable without spaces, 16
 * characters or more from a proxy admin, 32 with the look of randomness from anyone else. 400 otherwise.
 */
export function validateChosenSecret(secret: string, role: UserRole): Outcome<string, GatewayError> {
  if (!secret.startsWith('sk-')) {
    return fail(
      new GatewayError('bad_request', {
        message: `Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: ${maskForeign(secret)}`,
      }),
    );
  }
  if (!/^[\x21-\x7e]+$/.test(secret) || secret.length > LENGTH_MAX) return fail(invalidChosenSecret());
  if (role === 'proxy_admin') return secret.length >= ADMIN_LENGTH_MIN ? succeed(secret) : fail(invalidChosenSecret());
  return secret.length >= OTHERS_LENGTH_MIN && looksRandom(secret.slice(3))
    ? succeed(secret)
    : fail(invalidChosenSecret());
}

/** The one answer to a chosen secret that is weak or taken: a collision must not tell that the key exists. */
export function invalidChosenSecret(): GatewayError {
  return new GatewayError('bad_request', {
    message: `This key cannot be used. Choose another of at least ${OTHERS_LENGTH_MIN} random characters after 'sk-', or let one be generated.`,
    param: 'key',
  });
}

function looksRandom(text: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(text)).length;
  return kinds >= 2 && shannonBits(text) >= ENTROPY_BITS_MIN;
}

/** Shannon entropy of the characters' frequencies, bits per character. */
function shannonBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
