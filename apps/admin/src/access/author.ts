import type { Principal } from '@tollgate/canonical';

/** Who makes a change, as rows and the audit name them. */
export interface Author {
  /** LiteLLM's `created_by`, `updated_by`, `changed_by`: the header's name, else the caller's user. */
  readonly name: string;
  /** The header `litellm-changed-by`; null without it. */
  readonly changedBy: string | null;
  /** Hash of the calling key, or LiteLLM's word for the master key. */
  readonly key: string;
}

/** LiteLLM's user of the master key. */
const MASTER_USER = 'default_user_id';
const MASTER_KEY_NAME = 'litellm_proxy_master_key';
const NAME_LENGTH_MAX = 256;

/** The author of a change; the header names somebody on whose behalf the caller acts (LiteLLM's `litellm-changed-by`). */
export function authorOf(principal: Principal, changedByHeader: string | undefined): Author {
  const changedBy = changedByHeader === undefined || changedByHeader === '' ? null : changedByHeader.slice(0, NAME_LENGTH_MAX);
  return {
    name: changedBy ?? principal.userId ?? MASTER_USER,
    changedBy,
    key: principal.kind === 'master' ? MASTER_KEY_NAME : principal.keyHash,
  };
}
