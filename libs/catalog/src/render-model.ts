import type { JsonObject } from '@tollgate/kernel';
import type { ListedModel } from './list-models.js';

/** LiteLLM's constant (recording `models-list`). */
const CREATED = 1_677_610_602;

/** An element of `GET /v1/models` (`owned_by` is always `openai` there, as in LiteLLM), or the answer of `GET /v1/models/{id}` with the provider as owner. */
export function renderModel(model: ListedModel, ownedBy: string): JsonObject {
  return {
    id: model.id,
    object: 'model',
    created: CREATED,
    owned_by: ownedBy,
    ...(model.mode === undefined ? {} : { mode: model.mode }),
    ...(model.maxInputTokens === undefined ? {} : { max_input_tokens: model.maxInputTokens }),
    ...(model.maxOutputTokens === undefined ? {} : { max_output_tokens: model.maxOutputTokens }),
  };
}
