import type { ReasoningPart } from '@tollgate/canonical';
import { GOOGLE_SEAL, openSeal, packSeal, type Seal } from '../reasoning-seal.js';

/** What a part's `thoughtSignature` seals, as the canonical form keeps it: Google's own under a mark, another provider's opened. */
export function readThoughtSignature(value: string): Seal {
  return openSeal(Buffer.from(value, 'base64').toString('utf8')) ?? { signature: `${GOOGLE_SEAL}${value}` };
}

/**
 * A seal as a `thoughtSignature`. Another provider's is written as base64, which the member is by definition: Google's libraries decode
 * it and encode it again.
 */
export function writeThoughtSignature(
  seal: Pick<ReasoningPart, 'signature' | 'redacted' | 'encrypted' | 'id'>,
): string | undefined {
  const own = googleSignature(seal.signature);
  if (own !== undefined) return own;
  const packed = packSeal(seal);
  return packed === undefined ? undefined : Buffer.from(packed, 'utf8').toString('base64');
}

/** Google's `thoughtSignature` out of a canonical signature; undefined for another provider's. */
export function googleSignature(signature: string | undefined): string | undefined {
  return signature?.startsWith(GOOGLE_SEAL) === true ? signature.slice(GOOGLE_SEAL.length) : undefined;
}
