import type { StoredKey, StoredMember, StoredTeam, StoredUser } from '@tollgate/persistence';
import { NO_LIMITS, toBudgetLimits, toBudgetTable, toModelBudgets, toWindowMembers } from '../keys/budget.mapper.js';
import { toUnblockedKey } from '../keys/key.mapper.js';
import { toShownMetadata } from '../keys/shown-metadata.js';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';
import { toJoinedUser, toNamedUser } from '../users/user.mapper.js';
import {
  UNSERVED_ACCESS_GROUPS,
  UNSERVED_BUDGET,
  UNSERVED_COLUMNS,
  UNSERVED_INFO,
  UNSERVED_RELATIONS,
} from './team-members.js';

/** Answer of `POST /team/new`, `/team/member_delete` and `/team/permissions_update`. */
export function toTeam(team: StoredTeam): object {
  return { ...columnsOf(team), members_with_roles: team.members.map(toMember) };
}

/** Answer of `POST /team/block`, `/team/unblock`, `/team/model/add` and `/team/model/delete`; inside that of `/team/update`. */
export function toChangedTeam(team: StoredTeam): object {
  return { ...toTeam(team), ...UNSERVED_RELATIONS };
}

/** Answer of `POST /team/member_add`: the team, and those who came. */
export function toJoinedTeam(team: StoredTeam, users: readonly StoredUser[], seesUsers: boolean): object {
  const joined = team.members.filter(({ userId }) => users.some(({ id }) => id === userId));
  return {
    ...toTeam(team),
    updated_users: users.map((user) => (seesUsers ? toJoinedUser(user) : toNamedUser(user.id, joined))),
    updated_team_memberships: joined.map((member) => toMembership(team, member)),
  };
}

/** Answer of `GET /team/info`; `isUnrestricted`: the caller may change everything of it. */
export function toTeamInfo(team: StoredTeam, keys: readonly StoredKey[], isUnrestricted: boolean): object {
  const info = {
    ...columnsOf(team),
    ...UNSERVED_INFO,
    team_member_budget_table: team.memberBudget === null ? null : toBudgetTable(team.memberBudget),
    members_with_roles: team.members.map((member) => ({ ...toMember(member), user_alias: member.userAlias })),
    caller_edit_access: { kind: isUnrestricted ? 'unrestricted' : 'none' },
  };
  const memberships = team.members.map((member) => ({
    ...toMembership(team, member),
    budget_source: hasLimits(member) ? 'custom' : team.memberBudget === null ? 'none' : 'default',
  }));
  return { team_id: team.id, team_info: info, keys: keys.map(toUnblockedKey), team_memberships: memberships };
}

/** Answer of `GET /team/{team_id}/members/me` (LiteLLM's OpenAPI: TeamMemberInfoResponse). */
export function toOwnMembership(team: StoredTeam, member: StoredMember): object {
  return { ...toMembership(team, member), role: member.role, user_email: member.email, team_alias: team.alias };
}

/** One team of `GET /team/list`; `userId` names whose membership is shown with it. */
export function toListedTeam(team: StoredTeam, keys: readonly StoredKey[], userId: string | undefined): object {
  const shown = team.members.filter((member) => userId === undefined || member.userId === userId);
  return {
    ...toTeam(team),
    team_memberships: shown.map((member) => toMembership(team, member)),
    keys: keys.map(toUnblockedKey),
  };
}

/** One team of `GET /team/available`, to whom does not belong to it yet: who is in it and what it spends is not his to know. */
export function toAvailableTeam({ id, alias, models, accessGroupIds, blocked, createdAt }: StoredTeam): object {
  return {
    team_id: id,
    team_alias: alias,
    models,
    access_group_ids: accessGroupIds,
    blocked,
    members_with_roles: [],
    created_at: toTime(createdAt),
  };
}

/** One team of `GET /v2/team/list`. */
export function toPagedTeam(team: StoredTeam): object {
  return {
    ...toTeam(team),
    ...UNSERVED_ACCESS_GROUPS,
    members_count: team.members.length,
    keys_count: team.keyCount,
  };
}

function columnsOf(team: StoredTeam): object {
  return {
    ...UNSERVED_COLUMNS,
    team_id: team.id,
    team_alias: team.alias,
    organization_id: team.organizationId,
    team_member_permissions: team.memberPermissions,
    metadata: toShownMetadata(team),
    router_settings: team.routerSettings,
    model_max_budget: team.modelMaxBudget,
    tpm_limit: team.tpmLimit,
    rpm_limit: team.rpmLimit,
    max_budget: toUsd(team.maxBudgetNano),
    soft_budget: toUsd(team.softBudgetNano),
    budget_duration: team.budgetDuration,
    ...toWindowMembers(team),
    budget_limits: toBudgetLimits(team.budgetLimits),
    budget_reset_at: toTime(team.budgetResetAt),
    max_parallel_requests: team.maxParallelRequests,
    models: team.models,
    access_group_ids: team.accessGroupIds,
    default_team_member_models: team.defaultMemberModels,
    litellm_model_table: hasAliases(team) ? { model_aliases: team.modelAliases } : null,
    blocked: team.blocked,
    spend: toUsd(team.spendNano),
    created_at: toTime(team.createdAt),
    updated_at: toTime(team.updatedAt),
  };
}

function toMember({ userId, email, role }: StoredMember) {
  return { user_id: userId, user_email: email, role };
}

/**
 * LiteLLM makes a budget to hold a member's limits; here they stand at the membership and are shown under its own id, unless it is linked
 * to a budget by id.
 */
export function toMemberBudget(member: StoredMember): object {
  return {
    ...UNSERVED_BUDGET,
    ...toMemberLimits(member.budget),
    budget_id: member.budgetId ?? member.id,
    allowed_models: member.models,
    created_at: toTime(member.createdAt),
  };
}

function toMembership(team: StoredTeam, member: StoredMember): object {
  return {
    user_id: member.userId,
    team_id: team.id,
    budget_id: hasLimits(member) ? (member.budgetId ?? member.id) : null,
    spend: toUsd(member.spendNano),
    total_spend: toUsd(member.totalSpendNano),
    litellm_budget_table: hasLimits(member) ? toMemberBudget(member) : null,
  };
}

function toMemberLimits(held: StoredMember['budget']): object {
  const budget = held ?? NO_LIMITS;
  return {
    max_budget: toUsd(budget.maxBudgetNano),
    soft_budget: toUsd(budget.softBudgetNano),
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    model_max_budget: toModelBudgets(budget.modelMaxBudget),
    max_parallel_requests: budget.maxParallelRequests,
    budget_duration: budget.budgetDuration,
    ...toWindowMembers(budget),
    budget_reset_at: toTime(budget.budgetResetAt),
  };
}

function hasAliases({ modelAliases }: StoredTeam): boolean {
  return Object.keys(modelAliases).length > 0;
}

function hasLimits({ models, budgetId, budget }: StoredMember): boolean {
  return models.length > 0 || budgetId !== null || budget !== null;
}
