/** Members of LiteLLM's team row that this version has no value for (transcript team-lifecycle). */
export const UNSERVED_COLUMNS = {
  admins: [],
  members: [],
  tpd_limit: null,
  model_id: null,
  model_spend: {},
  policies: [],
  allow_team_guardrail_config: false,
  object_permission: null,
  object_permission_id: null,
} as const;

/** Beside the columns in the answers of `/team/update`, `/team/block` and `/team/model/*`. */
export const UNSERVED_RELATIONS = { litellm_organization_table: null, projects: null } as const;

/** Beside the columns in `/v2/team/list`. */
export const UNSERVED_ACCESS_GROUPS = {
  access_group_models: null,
  access_group_mcp_server_ids: null,
  access_group_agent_ids: null,
} as const;

/** Beside the columns in `/team/info`. */
export const UNSERVED_INFO = {
  ...UNSERVED_ACCESS_GROUPS,
  access_group_details: null,
  organization_models: null,
  model_max_budget_usage: {},
} as const;

/** Members of the budget that LiteLLM keeps for each member. */
export const UNSERVED_BUDGET = {
  tpd_limit: null,
  temp_budget_increase: null,
  temp_budget_expiry: null,
} as const;
