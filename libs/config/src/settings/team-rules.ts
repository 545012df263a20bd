import type { NanoUsd } from '@tollgate/kernel';
import type { Sections } from './read-sections.js';

/** What a new team is given of which nothing else was said (`litellm_settings.default_team_params`). */
export interface TeamRules {
  readonly models?: readonly string[];
  readonly maxBudgetNano?: NanoUsd;
  readonly budgetDuration?: string;
  readonly tpmLimit?: number;
  readonly rpmLimit?: number;
  /** Names of routes that members may use. */
  readonly memberPermissions?: readonly string[];
}

/** YAML writes `max_budget:` for "none". */
export function teamRulesOf({ litellm }: Sections): TeamRules {
  const params = litellm.default_team_params ?? {};
  const { models, max_budget, budget_duration, tpm_limit, rpm_limit, team_member_permissions: permissions } = params;
  return {
    ...(models != null && { models }),
    ...(max_budget != null && { maxBudgetNano: max_budget }),
    ...(budget_duration != null && { budgetDuration: budget_duration }),
    ...(tpm_limit != null && { tpmLimit: tpm_limit }),
    ...(rpm_limit != null && { rpmLimit: rpm_limit }),
    ...(permissions != null && { memberPermissions: permissions }),
  };
}
