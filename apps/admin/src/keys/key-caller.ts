import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';

/** Who calls, and how far he reaches with the permission of the route. */
export interface KeyCaller {
  readonly principal: Principal;
  readonly reach: Reach;
}
