import type { JsonObject } from '@tollgate/kernel';

/** LiteLLM's clients read tags and limits by model in the metadata, where LiteLLM keeps them. */
export function toShownMetadata({
  metadata,
  tags,
  modelRpmLimit,
  modelTpmLimit,
}: {
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
}): JsonObject {
  return {
    ...metadata,
    ...(tags.length > 0 && { tags }),
    ...(modelRpmLimit !== null && { model_rpm_limit: modelRpmLimit }),
    ...(modelTpmLimit !== null && { model_tpm_limit: modelTpmLimit }),
  };
}
