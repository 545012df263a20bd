import { Injectable } from '@nestjs/common';
import { SESSION_ISSUER } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import type { KeySettings, StoredUser, UserPlaces, UserSettings } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import type { KeyCaller } from '../keys/key-caller.js';
import { KeyGrants } from '../keys/key-grants.service.js';
import { refuseHeldBack } from './refuse-held-back.js';

/** Settings that say who a user is and what it may, all but the user's own, with LiteLLM's names: they ask for `user:govern`. */
const GOVERNED = {
  email: 'user_email',
  role: 'user_role',
  ssoUserId: 'sso_user_id',
  passwordHash: 'password',
  blocked: 'blocked',
  models: 'models',
  maxBudgetNano: 'max_budget',
  softBudgetNano: 'soft_budget',
  budgetDuration: 'budget_duration',
  budgetTimeZone: 'budget_time_zone',
  budgetAnchor: 'budget_anchor',
  tpmLimit: 'tpm_limit',
  rpmLimit: 'rpm_limit',
  maxParallelRequests: 'max_parallel_requests',
  modelMaxBudget: 'model_max_budget',
  modelRpmLimit: 'model_rpm_limit',
  modelTpmLimit: 'model_tpm_limit',
  teams: 'teams',
  organizations: 'organizations',
} as const satisfies Record<Exclude<keyof UserSettings, 'alias' | 'metadata'> | keyof UserPlaces, string>;

/** Judges what callers set of users: a user names itself, what it may is set from above. */
@Injectable()
export class UserGrants {
  constructor(
    private readonly reaches: Reaches,
    private readonly keys: KeyGrants,
    private readonly snapshots: SnapshotHolder,
  ) {}

  /** Why the caller may not make such a user with such a key; undefined: it may. */
  async refuseNew(
    said: UserSettings & UserPlaces,
    key: KeySettings | undefined,
    caller: KeyCaller,
  ): Promise<GatewayError | undefined> {
    const refusal = refuseHeldBack(caller.principal, undefined, said, this.snapshots.current());
    return refusal ?? (key === undefined ? undefined : this.keys.refuseNew(caller, key));
  }

  /** Why the caller may not set this of a user whom it reaches with `user:update`; undefined: it may. */
  async refuse(
    user: StoredUser,
    settings: UserSettings & UserPlaces,
    caller: Principal,
  ): Promise<GatewayError | undefined> {
    const names = Object.keys(GOVERNED) as (keyof typeof GOVERNED)[];
    // an e-mail address that the user has anyway only names it
    const isOwn = (name: keyof typeof GOVERNED): boolean =>
      (name === 'email' && settings.email?.toLowerCase() === user.email) ||
      (name === 'passwordHash' && isSessionOf(user, caller));
    const isSaid = (name: keyof typeof GOVERNED): boolean => settings[name] !== undefined && !isOwn(name);
    const governed = names.find(isSaid);
    if (governed === undefined) return undefined;
    if ((await this.reaches.of(caller, 'user:govern')) !== undefined)
      return refuseHeldBack(caller, user, said(settings, isOwn('passwordHash')), this.snapshots.current());
    const field = GOVERNED[governed];
    return new GatewayError('grant_refused', {
      message: `${field}: only a proxy admin sets who a user is and what it may. user_alias and metadata are the user's own.`,
      param: field,
    });
  }
}

/** What is judged: a password of his own is not. */
function said({ passwordHash, ...settings }: UserSettings & UserPlaces, isOwn: boolean): UserSettings & UserPlaces {
  return isOwn || passwordHash === undefined ? settings : { ...settings, passwordHash };
}

/** Whoever is signed in changes his own password; with one of his keys, which may be held back or lent, nobody does. */
function isSessionOf({ id }: StoredUser, { token, userId }: Principal): boolean {
  return token?.issuer === SESSION_ISSUER && userId === id;
}
