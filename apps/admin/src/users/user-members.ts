/** Members of LiteLLM's user row that this version has no value for (transcript user-lifecycle). */
export const UNSERVED_COLUMNS = {
  verified_subjects: null,
  team_id: null,
  organization_id: null,
  object_permission_id: null,
  password_reset_required: null,
  last_breach_check_at: null,
  allowed_cache_controls: [],
  policies: [],
  model_spend: {},
} as const;

/** Relations beside the columns in `/user/info` and `/user/update`. */
export const UNSERVED_RELATIONS = {
  litellm_organization_table: null,
  invitations_created: null,
  invitations_updated: null,
  invitations_user: null,
  object_permission: null,
} as const;
