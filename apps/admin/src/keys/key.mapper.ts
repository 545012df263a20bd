import type { Instant } from '@tollgate/kernel';
import type { StoredKey } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';
import { toBudgetLimits, toBudgetMembers, toWindowMembers } from './budget.mapper.js';
import {
  LISTED_DEFAULTS,
  UNSERVED_COLUMNS,
  UNSERVED_GENERATED,
  UNSERVED_RELATIONS,
  UNSET_ROUTER_SETTINGS,
} from './key-members.js';
import { toShownMetadata } from './shown-metadata.js';
import { keyTypeOf } from './key-type.js';

/** Answer of `POST /key/generate`: the only one that holds the secret. */
export function toGeneratedKey(key: StoredKey, secret: string): object {
  return {
    ...UNSERVED_GENERATED,
    id: key.id,
    ...settingsOf(key),
    ...authorshipOf(key),
    key: secret,
    token: key.hash,
    token_id: key.hash,
    router_settings: { ...UNSET_ROUTER_SETTINGS, ...key.routerSettings },
    tags: key.tags.length > 0 ? key.tags : null,
    enforced_params: key.enforcedParams.length > 0 ? key.enforcedParams : null,
    organization_id: key.organizationId,
    litellm_budget_table: toBudgetMembers(key),
  };
}

/** Answer of `GET /key/info`; `shownAs` is how the caller named the key. */
export function toKeyInfo(key: StoredKey, shownAs: string, now: Instant): object {
  if (key.deletion !== null) return { key: shownAs, info: toDeletedKey(key) };
  return { key: shownAs, info: toKeyInfos(key, now) };
}

/** One key of `POST /v2/key/info`. */
export function toKeyInfos(key: StoredKey, now: Instant): object {
  return {
    ...columnsOf(key),
    ...relationsOf(key),
    litellm_budget_table: toBudgetMembers(key),
    status: statusOf(key, now),
  };
}

/** Answer of `POST /key/update`. */
export function toUpdatedKey(key: StoredKey, shownAs: string): object {
  return { key: shownAs, ...toUnblockedKey(key) };
}

/** Answer of `POST /key/unblock`. */
export function toUnblockedKey(key: StoredKey): object {
  return { token: key.hash, ...columnsOf(key), ...relationsOf(key), litellm_budget_table: null };
}

/** Answer of `POST /key/block`. */
export function toBlockedKey(key: StoredKey): object {
  return { token: key.hash, ...columnsOf(key), org_id: key.organizationId, litellm_budget_table: null };
}

/** One whole key of `GET /key/list`. */
export function toListedKey(key: StoredKey): object {
  return { ...LISTED_DEFAULTS, ...toBlockedKey(key) };
}

/** One whole key of `GET /key/list?status=deleted`. */
export function toListedDeletedKey(key: StoredKey): object {
  return { token: key.hash, ...toDeletedKey(key) };
}

function toDeletedKey(key: StoredKey): object {
  return {
    ...columnsOf(key),
    org_id: key.organizationId,
    organization_id: key.organizationId,
    litellm_budget_table: null,
    deleted_at: toTime(key.deletion?.deletedAt ?? null),
    deleted_by: key.deletion?.deletedBy ?? null,
    deleted_by_api_key: key.deletion?.deletedByKey ?? null,
    litellm_changed_by: key.deletion?.changedBy ?? null,
    status: 'deleted',
  };
}

function columnsOf(key: StoredKey): object {
  return {
    ...UNSERVED_COLUMNS,
    // ours: it stays when the secret, and with it the hash, becomes another
    id: key.id,
    ...settingsOf(key),
    ...authorshipOf(key),
    spend: toUsd(key.spendNano),
    total_spend: toUsd(key.totalSpendNano),
    last_active: toTime(key.lastActiveAt),
    budget_reset_at: toTime(key.budgetResetAt),
    settings_updated_at: toTime(key.settingsUpdatedAt),
    rotation_count: key.rotationCount,
    last_rotation_at: toTime(key.lastRotationAt),
    auto_rotate: key.autoRotate,
    rotation_interval: key.rotationInterval,
    key_rotation_at: toTime(key.nextRotationAt),
    ...(key.rotationUncollected && { rotation_uncollected: true }),
    ...(key.lent && { lent: true }),
    ...(key.boundBy.length > 0 && { bound_by: key.boundBy }),
  };
}

function relationsOf(key: StoredKey): object {
  return { ...UNSERVED_RELATIONS, organization_id: key.organizationId };
}

/** What a request can set: LiteLLM's names, the key's values. */
function settingsOf(key: StoredKey): object {
  return {
    key_name: key.name,
    key_alias: key.alias,
    spend: toUsd(key.spendNano),
    expires: toTime(key.expiresAt),
    models: key.models,
    access_group_ids: key.accessGroupIds,
    aliases: key.aliases,
    router_settings: key.routerSettings,
    user_id: key.userId,
    team_id: key.teamId,
    project_id: key.projectId,
    max_parallel_requests: key.maxParallelRequests,
    metadata: toShownMetadata(key),
    model_max_budget: key.modelMaxBudget,
    blocked: key.blocked,
    tpm_limit: key.tpmLimit,
    rpm_limit: key.rpmLimit,
    max_budget: toUsd(key.maxBudgetNano),
    budget_duration: key.budgetDuration,
    ...toWindowMembers(key),
    budget_limits: toBudgetLimits(key.budgetLimits),
    budget_id: key.budget?.id ?? null,
    allowed_routes: key.allowedRoutes,
    key_type: keyTypeOf(key.allowedRoutes),
  };
}

function authorshipOf(key: StoredKey): object {
  return {
    created_at: toTime(key.createdAt),
    created_by: key.createdBy,
    updated_at: toTime(key.updatedAt),
    updated_by: key.updatedBy,
  };
}

function statusOf(key: StoredKey, now: Instant): 'active' | 'blocked' | 'expired' {
  if (key.blocked === true) return 'blocked';
  return key.expiresAt !== null && key.expiresAt <= now ? 'expired' : 'active';
}
