import type { Reach } from '@tollgate/auth';
import { usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredKey, StoredUser } from '@tollgate/persistence';
import { UNSERVED_GENERATED, UNSET_ROUTER_SETTINGS } from '../keys/key-members.js';
import { toWindowMembers } from '../keys/budget.mapper.js';
import { toShownMetadata } from '../keys/shown-metadata.js';
import { toUnblockedKey } from '../keys/key.mapper.js';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';
import { UNSERVED_COLUMNS, UNSERVED_RELATIONS } from './user-members.js';

/** The key that was made with a user. */
export interface KeyOfUser {
  readonly secret: string;
  /** The secret, masked. */
  readonly name: string;
  readonly alias: string | null;
  readonly expires: number | null;
  readonly aliases: object;
}

/** Answer of `POST /user/new`: the only one that holds the key's secret; empty where no key was made. */
export function toNewUser(user: StoredUser, key: KeyOfUser | undefined): object {
  const { team_id: _team, organization_id: _organization, ...columns } = columnsOf(user);
  return {
    ...UNSERVED_GENERATED,
    router_settings: UNSET_ROUTER_SETTINGS,
    ...columns,
    key: key?.secret ?? '',
    key_name: key?.name ?? null,
    key_alias: key?.alias ?? null,
    expires: toTime(key?.expires ?? null),
    aliases: key?.aliases ?? {},
    key_type: null,
    policies: null,
    token: null,
    token_id: null,
    team_id: null,
    organization_id: null,
    project_id: null,
    budget_id: null,
    blocked: user.blocked ? true : null,
    tags: null,
    allowed_routes: [],
    enforced_params: null,
    access_group_ids: [],
    litellm_budget_table: null,
    created_by: null,
    updated_by: null,
    teams: user.teamIds.length === 0 ? null : user.teamIds,
  };
}

/** Answer of `GET /user/info`. */
export function toUserInfo(user: StoredUser, keys: readonly StoredKey[], teams: readonly object[]): object {
  const info = { ...columnsOf(user), ...UNSERVED_RELATIONS, organization_memberships: [], model_max_budget_usage: {} };
  const shown = keys.map((key) => ({ ...toUnblockedKey(key), team_alias: 'None' }));
  return { user_id: user.id, user_info: info, keys: shown, teams };
}

/** Answer of `GET /v2/user/info`. */
export function toUserAlone(user: StoredUser): object {
  return columnsOf(user);
}

/**
 * A user to an admin of an organization that he is a member of: who he is, and his teams there. What he is and may elsewhere, has and spends
 * is nobody's but his and the proxy admins'.
 */
export function toMember(user: StoredUser, reach: Extract<Reach, { kind: 'of' }>): object {
  return {
    user_id: user.id,
    user_alias: user.alias,
    user_email: user.email,
    teams: user.teamIds.filter((id) => reach.teamIds.includes(id)),
    created_at: toTime(user.createdAt),
    updated_at: toTime(user.updatedAt),
  };
}

/** Answer of `POST /user/new` to him: whether the user was there before is not told. */
export function toNewMember(id: string, email: string | null, organizationId: string): object {
  return { user_id: id, user_email: email, organizations: [organizationId], teams: null, key: '', key_name: null };
}

/** Answer of `POST /user/update`. */
export function toUpdatedUser(user: StoredUser): { readonly user_id: string; readonly data: object } {
  return {
    user_id: user.id,
    data: { ...columnsOf(user), ...UNSERVED_RELATIONS, organization_memberships: null },
  };
}

/** One row of `GET /user/list`. */
export function toListedUser(user: StoredUser): object {
  return { ...toJoinedUser(user), key_count: user.keyCount };
}

/** A user in the answer of `POST /team/member_add` to one who sees all users. */
export function toJoinedUser(user: StoredUser): object {
  return { ...columnsOf(user), organization_memberships: null, object_permission: null };
}

/** The same to others: no more of him than whom they took in, his address where the membership shows it. */
export function toNamedUser(
  id: string,
  members: readonly { readonly userId: string; readonly email: string | null }[],
): object {
  return { user_id: id, user_email: members.find(({ userId }) => userId === id)?.email ?? null };
}

function columnsOf(user: StoredUser) {
  return {
    ...UNSERVED_COLUMNS,
    user_id: user.id,
    user_alias: user.alias,
    user_email: user.email,
    user_role: user.role,
    sso_user_id: user.ssoUserId,
    ...(user.blocked && { blocked: true }),
    teams: user.teamIds,
    models: user.models,
    metadata: toShownMetadata({ ...user, tags: [] }),
    model_max_budget: user.modelMaxBudget,
    max_budget: toUsd(user.maxBudgetNano),
    spend: usdFromNanoUsd(user.spendNano),
    max_parallel_requests: user.maxParallelRequests,
    tpm_limit: user.tpmLimit,
    rpm_limit: user.rpmLimit,
    budget_duration: user.budgetDuration,
    ...toWindowMembers(user),
    budget_reset_at: toTime(user.budgetResetAt),
    created_at: toTime(user.createdAt),
    updated_at: toTime(user.updatedAt),
  };
}
