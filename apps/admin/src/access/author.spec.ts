import type { Principal } from '@tollgate/canonical';
import { authorOf } from './author.js';

const KEY = { kind: 'key', keyId: 'id-of-the-key', keyHash: 'hash' } as unknown as Principal;

describe('authorOf', () => {
  it.each([
    ['the user', { ...KEY, userId: 'ann' }, 'ann', 'hash'],
    ['the key that has no user', KEY, 'id-of-the-key', 'hash'],
    ['the master key', { ...KEY, kind: 'master' as const }, 'default_user_id', 'litellm_proxy_master_key'],
  ])('is %s, whomever the header names', (_name, principal, name, key) => {
    expect(authorOf(principal, 'root-admin')).toEqual({ name, key, changedBy: 'root-admin' });
    expect(authorOf(principal, '')).toEqual({ name, key, changedBy: null });
  });
});
