import type { GatewayError, HolderPowers } from '@tollgate/canonical';
import type { HolderJudge } from './holder-powers.js';

/** A member of a team as he is, or is to be. */
export interface MemberState {
  /** undefined: named by an address. */
  readonly userId: string | undefined;
  readonly role: 'admin' | 'user';
  /** What the team lets all of its members do. */
  readonly permissions: readonly string[];
  readonly powers: HolderPowers;
}

/** Judges what is given to a team (or to its members by default) and to its members; each answers why not, or undefined. */
export interface TeamJudge extends HolderJudge {
  /** `before` is absent where he joins. */
  readonly refuseMember: (before: MemberState | undefined, after: MemberState) => GatewayError | undefined;
  /** What members may do from now on, in a team that stands there. */
  readonly refusePermissions: (
    before: readonly string[],
    after: readonly string[],
    place: Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'>,
  ) => GatewayError | undefined;
}
