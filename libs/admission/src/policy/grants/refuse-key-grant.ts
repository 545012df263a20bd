import { ALL_POWERS, type GatewayError, type KeyPowers, type Principal, type Snapshot } from '@tollgate/canonical';
import { refuseBeyondCaller } from './refuse-beyond-caller.js';
import { refuseFreeing } from './refuse-freeing.js';
import { refuseLoosening } from './refuse-loosening.js';

export interface KeyChange {
  /** Who asks. */
  readonly caller: Principal;
  /** Whether the caller governs the key (permission `key:govern`), as it is and as it is to be. */
  readonly governed: boolean;
  /** The key as it is; absent: it is made. */
  readonly before?: KeyPowers;
  /** The key as it is to be. */
  readonly after: KeyPowers;
  /** What the names on lists of models stand for. */
  readonly snapshot: Snapshot;
  /** The limits of the calling key will hold for the key (`findBinding`). */
  readonly bound?: boolean;
}

/**
 * The one judge of what may be given with a key; pure. Its rules: with no key anybody gets more than the key that the caller
 * calls with holds, so that a key which leaks or is lent cannot be made into a better one; whoever does not govern a key can
 * only make it less; and who is held back himself frees no key of the last thing that holds it, nor hands on one that nothing holds. A
 * key of nobody that gets a user is compared as if it were made. Scopes that the key shares with its maker (user, team, member, project, organization) need no comparison:
 * their limits hold for both together. A limit of the calling key itself holds for both where the new key is bound by it; a key that is
 * not gets no limits from a key with limits of its own.
 * Answers the refusal (403, naming the field), or undefined.
 */
export function refuseKeyGrant({
  caller,
  governed,
  before,
  after,
  snapshot,
  bound = false,
}: KeyChange): GatewayError | undefined {
  // who a key is given to makes with it what its user may
  const compared = before?.userId === null && after.userId !== null ? undefined : before;
  const beyond =
    refuseBeyondCaller(caller, compared, after, snapshot, bound) ??
    (bound ? undefined : refuseFreeing(caller, compared, after));
  if (beyond !== undefined || governed) return beyond;
  return refuseLoosening(before ?? newKey(caller, after), after, snapshot);
}

/** What a new key begins with: everything, at the place that the caller's reach has allowed or his own key has. */
function newKey(caller: Principal, { userId, teamId, organizationId, projectId }: KeyPowers): KeyPowers {
  return {
    ...ALL_POWERS,
    userId,
    teamId,
    organizationId: organizationId === caller.organizationId ? organizationId : null,
    projectId: projectId === caller.projectId ? projectId : null,
  };
}
