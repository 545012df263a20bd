import { usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredOrganization, StoredOrganizationMember, StoredTeam, StoredUser } from '@tollgate/persistence';
import { toHolderBudget } from '../budgets/holder-budget.mapper.js';
import { NO_LIMITS, toBudgetTable } from '../keys/budget.mapper.js';
import { toHolderMetadata } from '../keys/shown-metadata.js';
import { toTime } from '../shown/to-time.js';
import { toTeam } from '../teams/team.mapper.js';
import { toJoinedUser, toNamedUser } from '../users/user.mapper.js';

/** Answer of `POST /organization/new` (LiteLLM's OpenAPI: NewOrganizationResponse). */
export function toOrganization(organization: StoredOrganization): object {
  return {
    organization_id: organization.id,
    organization_alias: organization.alias,
    budget_id: organization.budgetId ?? organization.id,
    spend: usdFromNanoUsd(organization.spendNano),
    metadata: toHolderMetadata(organization),
    models: organization.models,
    blocked: organization.blocked,
    users: null,
    litellm_budget_table: toHolderBudget(organization),
    object_permission: null,
    object_permission_id: null,
    created_at: toTime(organization.createdAt),
    created_by: organization.createdBy,
    updated_at: toTime(organization.updatedAt),
    updated_by: organization.updatedBy,
  };
}

/** A row of `GET /organization/list`, and the answer of `/update` and `/delete`: its teams by their ids. */
export function toListedOrganization(organization: StoredOrganization): object {
  const { id, members, teamIds } = organization;
  return {
    ...toOrganization(organization),
    members: members.map(toOrganizationMember),
    teams: teamIds.map((teamId) => ({ team_id: teamId, organization_id: id })),
  };
}

/** Answer of `GET /organization/info`. */
export function toOrganizationInfo(organization: StoredOrganization, teams: readonly StoredTeam[]): object {
  return { ...toListedOrganization(organization), teams: teams.map(toTeam) };
}

/** Answer of `POST /organization/member_add`. */
export function toJoinedOrganization(
  id: string,
  members: readonly StoredOrganizationMember[],
  users: readonly StoredUser[],
  seesUsers: boolean,
): object {
  return {
    organization_id: id,
    updated_users: users.map((user) => (seesUsers ? toJoinedUser(user) : toNamedUser(user.id, members))),
    updated_organization_memberships: members.map(toOrganizationMember),
  };
}

/**
 * Answer of `PATCH /organization/member_update` and `DELETE /organization/member_delete`. LiteLLM makes a budget for each; here
 * it stands at the membership and is shown under its own id.
 */
export function toOrganizationMember(member: StoredOrganizationMember): object {
  const id = member.budgetId ?? (member.budget === null ? null : member.id);
  const { createdAt, updatedAt } = member;
  const dates = { createdAt, createdBy: '', updatedAt, updatedBy: '' };
  return {
    user_id: member.userId,
    organization_id: member.organizationId,
    user_role: member.role,
    user_email: member.email,
    spend: usdFromNanoUsd(member.spendNano),
    budget_id: id,
    litellm_budget_table: id === null ? null : toBudgetTable({ ...NO_LIMITS, ...dates, ...member.budget, id }),
    user: null,
    created_at: toTime(member.createdAt),
    updated_at: toTime(member.updatedAt),
  };
}
