import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';

/** LiteLLM's user of the master key. */
export const MASTER_USER = 'default_user_id';
const MASTER_KEY_NAME = 'litellm_proxy_master_key';
const NAME_LENGTH_MAX = 256;

/**
 * The author of a change: who calls, by his user, or by the id of a key that has none. The header names somebody on whose behalf he says he
 * acts (LiteLLM's `litellm-changed-by`): it is kept and shown beside him, and stands for nobody.
 */
export function authorOf(principal: Principal, changedByHeader: string | undefined): Author {
  const changedBy =
    changedByHeader === undefined || changedByHeader === '' ? null : changedByHeader.slice(0, NAME_LENGTH_MAX);
  return {
    name: principal.userId ?? (principal.kind === 'master' ? MASTER_USER : principal.keyId),
    changedBy,
    key: principal.kind === 'master' ? MASTER_KEY_NAME : principal.keyHash,
  };
}
