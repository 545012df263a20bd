import { GatewayError } from '@tollgate/canonical';

/** LiteLLM's names of the members of a key that can be more or less. */
export const FIELDS = {
  models: 'models',
  accessGroupIds: 'access_group_ids',
  aliases: 'aliases',
  routerSettings: 'router_settings',
  allowedRoutes: 'allowed_routes',
  tags: 'tags',
  enforcedParams: 'enforced_params',
  maxBudgetNano: 'max_budget',
  budgetDuration: 'budget_duration',
  budgetTimeZone: 'budget_time_zone',
  budgetAnchor: 'budget_anchor',
  budgetId: 'budget_id',
  tempBudgetIncreaseNano: 'temp_budget_increase',
  tempBudgetExpiresAt: 'temp_budget_expiry',
  budgetLimits: 'budget_limits',
  rpmLimit: 'rpm_limit',
  tpmLimit: 'tpm_limit',
  maxParallelRequests: 'max_parallel_requests',
  modelMaxBudget: 'model_max_budget',
  modelRpmLimit: 'model_rpm_limit',
  modelTpmLimit: 'model_tpm_limit',
  expiresAt: 'duration',
  blocked: 'blocked',
  userId: 'user_id',
  teamId: 'team_id',
  organizationId: 'organization_id',
  projectId: 'project_id',
} as const;

export type GrantField = keyof typeof FIELDS;

/** 403: more than the caller may give; `why` is a whole sentence. */
export function grantRefused(field: GrantField, why: string): GatewayError {
  return new GatewayError('grant_refused', { message: `${FIELDS[field]}: ${why}`, param: FIELDS[field] });
}
