import { Injectable } from '@nestjs/common';
import { refuseKeyGrant, refuseMove } from '@tollgate/admission';
import { type Memberships, MembershipSource, NO_MEMBERSHIPS, standsWithin } from '@tollgate/auth';
import { ALL_POWERS, GatewayError, type KeyPowers } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { LIMIT_NANO_USD_MAX, usdFromNanoUsd } from '@tollgate/kernel';
import { changePowers, type KeySettings, type RefuseChange } from '@tollgate/persistence';
import { isUncompared } from '../access/is-uncompared.js';
import { Reaches } from '../access/reaches.js';
import type { KeyCaller } from './key-caller.js';
import { KeyPolicy } from './key-policy.service.js';
import { refuseKeyOfNobody } from './refuse-key-of-nobody.js';
import { refusePlace } from './refuse-place.js';

/** Judges what callers give with keys: first where the key is to stand, then what it is to be able to. */
@Injectable()
export class KeyGrants {
  constructor(
    private readonly reaches: Reaches,
    private readonly memberships: MembershipSource,
    private readonly policy: KeyPolicy,
    private readonly snapshots: SnapshotHolder,
  ) {}

  /** Why the caller may not make such a key; undefined: he may. */
  async refuseNew(
    caller: KeyCaller,
    settings: KeySettings,
    route: '/key/generate' | '/key/service-account/generate' = '/key/generate',
  ): Promise<GatewayError | undefined> {
    const refuse = await this.judgeOf(caller, route, settings, settings.boundBy !== undefined);
    return refuse(undefined, changePowers(ALL_POWERS, settings));
  }

  /** The judge of a change, by the key as it stands when the change is written. */
  judgeUpdate(caller: KeyCaller, settings: KeySettings): Promise<RefuseChange> {
    return this.judgeOf(caller, '/key/update', settings);
  }

  /**
   * The judge of a new secret for a key, with settings. Whoever gets a secret gets the key: for the calling key itself that is
   * nothing new, any other is given as if it were made.
   */
  async judgeRotation(caller: KeyCaller, keyId: string, settings: KeySettings): Promise<RefuseChange> {
    const { principal } = caller;
    const refuseUpdate = await this.judgeOf(caller, '/key/regenerate', settings);
    if (isUncompared(caller) || keyId === principal.keyId) return refuseUpdate;
    return (before, after) =>
      refuseKeyGrant({ caller: principal, governed: true, after, snapshot: this.snapshots.current() }) ??
      refuseUpdate(before, after);
  }

  private async judgeOf(
    caller: KeyCaller,
    route: string,
    settings: KeySettings,
    bound = false,
  ): Promise<(before: KeyPowers | undefined, after: KeyPowers) => GatewayError | undefined> {
    const { principal, reach } = caller;
    const { userId } = settings;
    const refuseByRules = await this.policy.judge(caller, settings);
    if (isUncompared(caller)) return (before, after) => refuseUncountable(after) ?? refuseByRules(before, after, true);
    const [governs, own, holder] = await Promise.all([
      this.reaches.of(principal, 'key:govern'),
      this.belongingsOf(principal.userId),
      this.belongingsOf(userId === principal.userId ? undefined : userId),
    ]);
    const snapshot = this.snapshots.current();
    return (before, after) => {
      const misplaced =
        reach.kind === 'all'
          ? refuseMove(principal, before, after)
          : refusePlace({ principal, reach, route, own, holder }, before, after);
      if (misplaced !== undefined) return misplaced;
      const uncountable = refuseUncountable(after);
      if (uncountable !== undefined) return uncountable;
      const isGoverned = (place: KeyPowers): boolean => governs !== undefined && standsWithin(governs, place);
      const ruled = refuseByRules(before, after, isGoverned(after));
      if (ruled !== undefined) return ruled;
      const unbound = before === undefined && !isGoverned(after) ? refuseKeyOfNobody(own, after) : undefined;
      if (unbound !== undefined) return unbound;
      const governed = isGoverned(after) && (before === undefined || isGoverned(before));
      const given = { caller: principal, governed, after, snapshot, bound };
      return refuseKeyGrant({ ...given, ...(before !== undefined && { before }) });
    };
  }

  private async belongingsOf(userId: string | null | undefined): Promise<Memberships> {
    return userId == null ? NO_MEMBERSHIPS : this.memberships.of(userId);
  }
}

/** A budget and the raise of it are one limit while the raise lasts. */
function refuseUncountable({ maxBudgetNano, tempBudgetIncreaseNano }: KeyPowers): GatewayError | undefined {
  if ((maxBudgetNano ?? 0n) + (tempBudgetIncreaseNano ?? 0n) <= LIMIT_NANO_USD_MAX) return undefined;
  const message = `max_budget and temp_budget_increase must be at most ${String(usdFromNanoUsd(LIMIT_NANO_USD_MAX))} dollars together.`;
  return new GatewayError('bad_request', { message, param: 'temp_budget_increase' });
}
