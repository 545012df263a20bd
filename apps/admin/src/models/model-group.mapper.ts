import type { JsonObject } from '@tollgate/kernel';
import { toCosts } from './model-costs.js';
import { UNSERVED_GROUP_MEMBERS } from './model-members.js';
import type { DescribedModel } from './model.mapper.js';

/** What a deployment's `model_info` or the price book says a model can do; a group can what one of its deployments can. */
const ABILITIES = [
  'supports_parallel_function_calling',
  'supports_vision',
  'supports_web_search',
  'supports_url_context',
  'supports_reasoning',
  'supports_function_calling',
] as const;

/**
 * One row of `/model_group/info` (recording `models-kept-in-the-database`). Over several deployments it has LiteLLM's sums: the largest
 * limit, the dearest price, rates added up; and the parameters that all of them take, so that none is lost on the way.
 */
export function toGroupRow(group: string, models: readonly DescribedModel[], isPublic: boolean): JsonObject {
  const costs = models.map(({ price }) => toCosts(price));
  const largestCost = (name: string): number | null => largest(costs.map((cost) => cost[name]));
  return {
    ...UNSERVED_GROUP_MEMBERS,
    model_group: group,
    is_public_model_group: isPublic,
    providers: [...new Set(models.map(({ deployment }) => deployment.provider))],
    max_input_tokens: largest(models.map(({ facts }) => facts.maxInputTokens)),
    max_output_tokens: largest(models.map(({ facts }) => facts.maxOutputTokens)),
    input_cost_per_token: largestCost('input_cost_per_token'),
    output_cost_per_token: largestCost('output_cost_per_token'),
    input_cost_per_pixel: largestCost('input_cost_per_pixel'),
    mode: models.find(({ facts }) => facts.mode !== undefined)?.facts.mode ?? null,
    tpm: total(models.map(({ deployment }) => deployment.tpm)),
    rpm: total(models.map(({ deployment }) => deployment.rpm)),
    ...Object.fromEntries(ABILITIES.map((name) => [name, models.some((model) => can(model, name))])),
    supported_openai_params: commonTo(models.map(({ supportedParameters }) => supportedParameters)),
  };
}

function can({ deployment, facts }: DescribedModel, ability: (typeof ABILITIES)[number]): boolean {
  return deployment.info[ability] === true || (ability === 'supports_reasoning' && facts.reasoning === true);
}

function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

function total(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function commonTo(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((name) => others.every((list) => list.includes(name)));
}
