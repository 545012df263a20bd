import type { KeptFault } from '@tollgate/catalog';
import { type JsonObject, toShownNotes } from '@tollgate/kernel';
import { type StoredModel, toShownParams } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { DEFAULT_LITELLM_PARAMS } from './model-members.js';

/** Answer of what changes a model (transcript models-kept-in-the-database, steps 1 and 5; LiteLLM shows its ciphertexts there). */
export function toChangedModel(model: StoredModel): object {
  return {
    model_id: model.id,
    model_name: model.name,
    litellm_params: { ...DEFAULT_LITELLM_PARAMS, ...model.shownParams },
    // LiteLLM's word here, and true in /model/info
    model_info: { ...model.shownInfo, ...identityOf(model), db_model: false, member_auto_router: false },
    blocked: model.blocked,
    created_at: toTime(model.createdAt),
    created_by: model.createdBy,
    updated_at: toTime(model.updatedAt),
    updated_by: model.updatedBy,
  };
}

/** A row of `/model/info` for a model that is kept and not served: it says why. */
export function toUnservedRow({ model, problems }: KeptFault): JsonObject {
  const error = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return {
    model_name: model.name,
    litellm_params: { ...DEFAULT_LITELLM_PARAMS, ...toShownParams(model.params) },
    model_info: {
      ...toShownNotes(model.info),
      ...identityOf(model),
      db_model: true,
      blocked: model.blocked,
      ...(error !== '' && { error }),
    },
  };
}

function identityOf({
  id,
  name,
  teamId,
}: {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
}): JsonObject {
  return { id, ...(teamId !== null && { team_id: teamId, team_public_model_name: name }) };
}
