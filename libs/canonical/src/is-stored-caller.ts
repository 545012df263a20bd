import type { Principal } from './principal.js';

/** Whom the store knows and can revoke: the caller of a key or a token, not of the master key and not an anonymous one. */
export function isStoredCaller({ kind }: Pick<Principal, 'kind'>): boolean {
  return kind === 'key' || kind === 'token';
}
