import { generateSecret, hashSecret, maskSecret } from '@tollgate/auth';
import type { SealedBox } from '../sealing/sealed-box.js';

/** A secret that nobody knows yet. */
export interface RotatedSecret {
  readonly hash: string;
  /** Masked. */
  readonly name: string;
  readonly sealed: Buffer;
}

export async function makeRotatedSecret(box: SealedBox): Promise<RotatedSecret> {
  const secret = generateSecret();
  const hash = hashSecret(secret);
  return { hash, name: maskSecret(secret), sealed: await box.seal(secret, placeOfSecret(hash)) };
}

/** Where the copy of a secret stands: it opens for no other. */
export function placeOfSecret(hash: string): readonly string[] {
  return ['key_secret', 'sealed', hash];
}

/** A secret of a key that a rotation made and nobody was told. */
export const UNCOLLECTED = { sealed: { not: null }, collectedAt: null } as const;
