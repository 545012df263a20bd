import type { JsonObject } from '@tollgate/kernel';
import { isEmpty } from './unenforced-settings.js';

const words = (text: string): readonly string[] => text.split(/\s+/);

const LIMITS = `max_budget soft_budget budget_duration budget_reset_at budget_limits model_max_budget rpm_limit tpm_limit tpd_limit
  max_parallel_requests`;
const COMMON = `created_at created_by updated_at updated_by spend model_spend metadata models blocked object_permission_id object_permission budget_id`;

/** Columns of LiteLLM's tables, and what the statements that read them add, that the import reads, or that say nothing which is not read from another. */
const READ: Readonly<Record<string, readonly string[]>> = {
  LiteLLM_BudgetTable: words(`${COMMON} ${LIMITS} allowed_models`),
  LiteLLM_OrganizationTable: words(`${COMMON} organization_id organization_alias`),
  LiteLLM_UserTable: words(
    `${COMMON} ${LIMITS} user_id user_alias user_email email_is_an_id user_role sso_user_id password policies team_id teams
     organization_id`,
  ),
  LiteLLM_OrganizationMembership: words(`${COMMON} organization_id user_id user_role`),
  LiteLLM_TeamTable: words(
    `${COMMON} ${LIMITS} team_id team_alias organization_id admins members members_with_roles model_id model_aliases policies
     access_group_ids router_settings team_member_permissions default_team_member_models allow_team_guardrail_config`,
  ),
  LiteLLM_TeamMembership: words(`${COMMON} team_id user_id role position total_spend allowed_models budget_reset_at`),
  LiteLLM_ProjectTable: words(`${COMMON} project_id project_alias description team_id model_rpm_limit model_tpm_limit`),
  LiteLLM_EndUserTable: words(`${COMMON} user_id alias allowed_model_region default_model`),
  LiteLLM_TagTable: words(`${COMMON} tag_name description model_info`),
  LiteLLM_AccessGroupTable: words(
    `${COMMON} access_group_id access_group_name description access_model_names access_mcp_server_ids access_agent_ids
     assigned_team_ids assigned_key_ids`,
  ),
  LiteLLM_VerificationToken: words(
    `${COMMON} ${LIMITS} token key_name key_alias expires deprecated user_id team_id organization_id project_id agent_id aliases
     permissions allowed_routes policies access_group_ids router_settings soft_budget_cooldown last_active auto_rotate rotation_interval
     rotation_count last_rotation_at key_rotation_at`,
  ),
};

/** Columns of a row that hold something and that nothing here reads: those without effect here, and those of later versions. */
export function noteUnreadColumns(table: string, row: JsonObject): readonly string[] {
  const read = READ[table] ?? [];
  const unread = Object.keys(row).filter((column) => !read.includes(column) && !isEmpty(row[column]));
  return unread.length === 0 ? [] : [`${unread.sort().join(', ')}: not served here, and not taken`];
}
