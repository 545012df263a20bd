import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';

/** LiteLLM's user of the master key. */
export const MASTER_USER = 'default_user_id';
const MASTER_KEY_NAME = 'litellm_proxy_master_key';
const NAME_LENGTH_MAX = 256;

/** The author of a change; the header names somebody on whose behalf the caller acts (LiteLLM's `litellm-changed-by`). */
export function authorOf(principal: Principal, changedByHeader: string | undefined): Author {
  const changedBy =
    changedByHeader === undefined || changedByHeader === '' ? null : changedByHeader.slice(0, NAME_LENGTH_MAX);
  return {
    name: changedBy ?? principal.userId ?? MASTER_USER,
    changedBy,
    key: principal.kind === 'master' ? MASTER_KEY_NAME : principal.keyHash,
  };
}
