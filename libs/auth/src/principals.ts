import { ANONYMOUS_KEY_ID, MASTER_KEY_ID, type Principal } from '@tollgate/canonical';

const ANYTHING = {
  models: [],
  teamModels: [],
  aliases: {},
  allowedRoutes: [],
  blocked: false,
  tags: [],
  metadata: {},
} as const;

/** Whoever holds the master key: a proxy admin without limits. `userId` is LiteLLM's `default_user_id` or what the operator set. */
export function masterPrincipal(keyHash: string, userId?: string): Principal {
  return {
    ...ANYTHING,
    kind: 'master',
    keyId: MASTER_KEY_ID,
    keyHash,
    role: 'proxy_admin',
    ...(userId === undefined ? {} : { userId }),
    scopes: [{ scope: 'key', id: MASTER_KEY_ID, limits: {} }],
  };
}

/** Whoever calls a gateway that was started with `--no-auth`, with or without a key: an internal user without limits. */
export function anonymousPrincipal(keyHash: string): Principal {
  return {
    ...ANYTHING,
    kind: 'anonymous',
    keyId: ANONYMOUS_KEY_ID,
    keyHash,
    role: 'internal_user',
    scopes: [{ scope: 'key', id: ANONYMOUS_KEY_ID, limits: {} }],
  };
}
