import { usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredProject } from '@tollgate/persistence';
import { toHolderBudget } from '../budgets/holder-budget.mapper.js';
import { toHolderMetadata } from '../keys/shown-metadata.js';
import { toTime } from '../shown/to-time.js';

/** A project as LiteLLM answers it (its OpenAPI: LiteLLM_ProjectTable). */
export function toProject(project: StoredProject): object {
  return {
    project_id: project.id,
    project_alias: project.alias,
    description: project.description,
    team_id: project.teamId,
    budget_id: project.budgetId ?? project.id,
    metadata: toHolderMetadata(project),
    models: project.models,
    spend: usdFromNanoUsd(project.spendNano),
    model_rpm_limit: project.modelRpmLimit ?? {},
    model_tpm_limit: project.modelTpmLimit ?? {},
    blocked: project.blocked,
    litellm_budget_table: toHolderBudget(project),
    object_permission: null,
    object_permission_id: null,
    created_at: toTime(project.createdAt),
    created_by: project.createdBy,
    updated_at: toTime(project.updatedAt),
    updated_by: project.updatedBy,
  };
}
