import { type Instant, type JsonObject, type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { toTime } from '../shown/to-time.js';

/** LiteLLM's clients read tags, enforced parameters, limits by model and a raise of the budget in the metadata, where LiteLLM keeps them. */
export function toShownMetadata({
  metadata,
  tags,
  enforcedParams = [],
  serviceAccountId = null,
  modelRpmLimit,
  modelTpmLimit,
  tempBudgetIncreaseNano = null,
  tempBudgetExpiresAt = null,
  memberKeyDuration = null,
}: {
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly enforcedParams?: readonly string[];
  readonly serviceAccountId?: string | null;
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
  readonly tempBudgetIncreaseNano?: NanoUsd | null;
  readonly tempBudgetExpiresAt?: Instant | null;
  readonly memberKeyDuration?: string | null;
}): JsonObject {
  return {
    ...metadata,
    ...(tags.length > 0 && { tags }),
    ...(serviceAccountId !== null && { service_account_id: serviceAccountId }),
    ...(enforcedParams.length > 0 && { enforced_params: enforcedParams }),
    ...(modelRpmLimit !== null && { model_rpm_limit: modelRpmLimit }),
    ...(modelTpmLimit !== null && { model_tpm_limit: modelTpmLimit }),
    ...(tempBudgetIncreaseNano !== null && { temp_budget_increase: usdFromNanoUsd(tempBudgetIncreaseNano) }),
    ...(memberKeyDuration !== null && { team_member_key_duration: memberKeyDuration }),
    ...(tempBudgetExpiresAt !== null && { temp_budget_expiry: toTime(tempBudgetExpiresAt) }),
  };
}

/** The same of an organization or a project, in whose metadata LiteLLM has no limits by model once they are taken off. */
export function toHolderMetadata(holder: {
  readonly metadata: JsonObject;
  readonly tags?: readonly string[];
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
}): JsonObject {
  const { metadata, tags = [], modelRpmLimit, modelTpmLimit } = holder;
  return toShownMetadata({
    metadata,
    tags,
    modelRpmLimit: unlessEmpty(modelRpmLimit),
    modelTpmLimit: unlessEmpty(modelTpmLimit),
  });
}

function unlessEmpty(limits: JsonObject | null): JsonObject | null {
  return limits === null || Object.keys(limits).length === 0 ? null : limits;
}
