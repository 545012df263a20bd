import type { Principal } from '@tollgate/canonical';
import { isLimited } from './is-limited.js';

/**
 * The keys whose limits are to hold for what is made with a calling key, by their ids: those that it stands under itself, and it where
 * it has limits.
 */
export function findBinding({ keyId, scopes }: Principal): readonly string[] {
  const keys = scopes.filter(({ scope }) => scope === 'key');
  const above = keys.filter(({ id }) => id !== keyId);
  const own = keys.filter((key) => key.id === keyId && isLimited(key));
  return [...above, ...own].map(({ id }) => id);
}
