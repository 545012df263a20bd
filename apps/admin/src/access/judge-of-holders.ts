import { refuseHolderGrant, refuseModelsAbove } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal, Snapshot } from '@tollgate/canonical';
import type { HolderJudge } from '@tollgate/persistence';

/** The judge of what is given to a team or a project by who reaches so far. */
export function judgeOfHolders(caller: Principal, reach: Reach, snapshot: Snapshot): HolderJudge {
  return {
    refuse: (before, after) =>
      reach.kind === 'all'
        ? undefined
        : refuseHolderGrant({ caller, after, snapshot, ...(before !== undefined && { before }) }),
    refuseAbove: (models, above) => refuseModelsAbove(snapshot, models, above),
  };
}
