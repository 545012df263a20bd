import { refuseHolderGrant, refuseModelsAbove, refuseMove } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal, Snapshot } from '@tollgate/canonical';
import type { HolderJudge } from '@tollgate/persistence';
import { isUncompared } from './is-uncompared.js';

/** The judge of what is given to a team or a project by who reaches so far. */
export function judgeOfHolders(caller: Principal, reach: Reach, snapshot: Snapshot): HolderJudge {
  const isFree = isUncompared({ principal: caller, reach });
  return {
    refuse: (before, after) => {
      if (isFree) return undefined;
      const moved = reach.kind === 'all' ? refuseMove(caller, before, after) : undefined;
      return moved ?? refuseHolderGrant({ caller, after, snapshot, ...(before !== undefined && { before }) });
    },
    refuseAbove: (models, above) => refuseModelsAbove(snapshot, models, above),
  };
}
