import { refuseHolderGrant } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { RefuseHolder } from '@tollgate/persistence';

/** The judge of what is given to a team or a project by who reaches so far. */
export function judgeOfHolders(caller: Principal, reach: Reach): RefuseHolder {
  if (reach.kind === 'all') return () => undefined;
  return (before, after) => refuseHolderGrant({ caller, after, ...(before !== undefined && { before }) });
}
