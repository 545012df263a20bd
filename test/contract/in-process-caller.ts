import { MASTER_KEY_ID, type Principal } from '@tollgate/canonical';

/** A key that may do everything, limited only by `maxBudget`, nano-dollars. */
export function caller(keyId = MASTER_KEY_ID, maxBudget?: bigint): Principal {
  return {
    kind: 'key',
    keyId,
    keyHash: '',
    role: 'proxy_admin',
    models: [],
    teamModels: [],
    aliases: {},
    allowedRoutes: [],
    blocked: false,
    scopes: [{ scope: 'key', id: keyId, limits: maxBudget === undefined ? {} : { maxBudget } }],
    tags: [],
    metadata: {},
  };
}
