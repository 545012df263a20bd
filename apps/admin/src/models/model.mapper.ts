import type { Deployment, ModelFacts, ModelPrice, Principal } from '@tollgate/canonical';
import { type JsonObject, toShownNotes } from '@tollgate/kernel';
import { toLitellmParams } from './litellm-params.mapper.js';
import { toCosts } from './model-costs.js';
import { UNKNOWN_MODEL_INFO } from './model-members.js';

/** A deployment with what is known of its model now. */
export interface DescribedModel {
  readonly deployment: Deployment;
  /** undefined: unknown, not free. */
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
  readonly supportedParameters: readonly string[];
}

/** One row of `/model/info` (recording `models-kept-in-the-database`). Holds no secret; for `forKeeper` see `toLitellmParams`. */
export function toModelRow(model: DescribedModel, caller: Principal, forKeeper: boolean): JsonObject {
  const { deployment } = model;
  return {
    model_name: deployment.group,
    litellm_params: toLitellmParams(deployment, forKeeper),
    model_info: toModelInfo(model, caller),
  };
}

function toModelInfo({ deployment, price, facts, supportedParameters }: DescribedModel, caller: Principal): JsonObject {
  return {
    ...UNKNOWN_MODEL_INFO,
    ...toCosts(price),
    ...toShownNotes(deployment.info),
    id: deployment.id,
    db_model: deployment.kept === true,
    ...(deployment.teamId !== undefined && {
      team_id: deployment.teamId,
      team_public_model_name: deployment.group,
    }),
    blocked: false,
    member_auto_router: false,
    pricing_overrides: Object.keys(deployment.ownPrices ?? {}),
    key: deployment.target.litellmModel,
    litellm_provider: deployment.provider,
    mode: facts.mode ?? null,
    max_tokens: facts.maxOutputTokens ?? null,
    max_input_tokens: facts.maxInputTokens ?? null,
    max_output_tokens: facts.maxOutputTokens ?? null,
    supports_reasoning: facts.reasoning ?? null,
    rpm: deployment.rpm ?? null,
    tpm: deployment.tpm ?? null,
    supported_openai_params: [...supportedParameters],
    // which other teams there are is nobody's business
    access_via_team_ids: caller.teamId === undefined ? [] : [caller.teamId],
    direct_access: caller.teamId === undefined,
  };
}
