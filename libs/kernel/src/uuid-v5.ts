import { createHash } from 'node:crypto';

/** Namespace of all name-based ids of this product. */
const NAMESPACE = Buffer.from('6f5b9a0e6c1d4d0c9a3b7d52f1c08e44', 'hex');

/** A UUIDv5 (RFC 9562) of `parts`: the same parts give the same id in every process. */
export function uuidV5(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(parts.join('\u0000')).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
