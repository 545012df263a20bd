import type { Principal } from '@tollgate/canonical';
import type { KeyVisibility } from '@tollgate/persistence';
import { isProxyAdmin } from '../access/access.guard.js';

/** Which keys a caller may see: a proxy admin all, any other key itself. */
export function visibleTo(caller: Principal): KeyVisibility {
  return isProxyAdmin(caller) ? { kind: 'all' } : { kind: 'of', keyIds: [caller.keyId] };
}
