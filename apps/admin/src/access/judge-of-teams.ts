import { type MemberPowers, refuseLoosenedLimits, refuseMemberGrant, refuseRoleGrant } from '@tollgate/admission';
import { POLICY, type PolicyRow, type Reach } from '@tollgate/auth';
import type { Principal, Snapshot } from '@tollgate/canonical';
import type { MemberState, TeamJudge } from '@tollgate/persistence';
import { isUncompared } from './is-uncompared.js';
import { judgeOfHolders } from './judge-of-holders.js';

/** Permissions of members by which they write keys: those of the policy's rows that do more than read. */
const WRITING: ReadonlySet<string> = new Set(
  Object.entries<PolicyRow>(POLICY).flatMap(([permission, { memberPermission }]) =>
    memberPermission === undefined || !/^key:(?!read|list)/.test(permission) ? [] : [memberPermission],
  ),
);

/** The judge of what is given to a team and its members by who reaches so far. */
export function judgeOfTeams(caller: Principal, reach: Reach, snapshot: Snapshot): TeamJudge {
  const ofTeam = judgeOfHolders(caller, reach, snapshot);
  if (isUncompared({ principal: caller, reach }))
    return { ...ofTeam, refuseMember: () => undefined, refusePermissions: () => undefined };
  return {
    ...ofTeam,
    // what his user is somewhere gives the caller nothing that it is not for his other keys already
    refuseMember: (before, after) => {
      const isSelf = after.userId !== undefined && after.userId === caller.userId;
      const change = { caller, after: toPowers(after), snapshot };
      if (before === undefined) return isSelf ? undefined : refuseMemberGrant(change);
      const refusal = isSelf ? refuseLoosenedLimits(before.powers, after.powers) : undefined;
      return refusal ?? refuseMemberGrant({ ...change, before: toPowers(before) });
    },
    refusePermissions: (before, after, place) =>
      after.some((permission) => WRITING.has(permission) && !before.includes(permission))
        ? refuseRoleGrant(caller, place, 'team_member_permissions')
        : undefined,
  };
}

function toPowers({ role, permissions, powers }: MemberState): MemberPowers {
  return { ...powers, writes: role === 'admin' || permissions.some((permission) => WRITING.has(permission)) };
}
