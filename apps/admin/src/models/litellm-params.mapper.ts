import type { Deployment } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { DEFAULT_LITELLM_PARAMS } from './model-members.js';

/** Parameters for every request that may be shown: those that hold a number or one of a few words. */
const SHOWN_DEFAULTS = [
  'frequency_penalty',
  'max_completion_tokens',
  'max_tokens',
  'n',
  'presence_penalty',
  'reasoning_effort',
  'seed',
  'temperature',
  'top_k',
  'top_p',
] as const;
const WORD = /^[a-z]{1,16}$/;

/**
 * `litellm_params` of a model as they may be shown to whoever may call it: built from named members, so that no credential can be among
 * them, nor what headers and bodies of the operator's own hold (recording `models-kept-in-the-database`: LiteLLM leaves the key out).
 * Where it is called stands in them for those alone who keep the model: it may be a host of the operator's own network.
 */
export function toLitellmParams(deployment: Deployment, forKeeper: boolean): JsonObject {
  const { target, ownPrices, rpm, tpm, weight, numRetries, timeouts } = deployment;
  const address = forKeeper && target.mockResponse === undefined ? toShownAddress(target.apiBase) : '';
  return {
    ...DEFAULT_LITELLM_PARAMS,
    ...ownPrices,
    ...(address !== '' && { api_base: address }),
    ...(forKeeper && target.apiVersion !== undefined && { api_version: target.apiVersion }),
    ...(rpm !== undefined && { rpm }),
    ...(tpm !== undefined && { tpm }),
    ...(weight !== undefined && { weight }),
    ...(numRetries !== undefined && { num_retries: numRetries }),
    ...(timeouts.totalMs !== undefined && { timeout: timeouts.totalMs / 1000 }),
    ...(timeouts.firstTokenMs !== undefined && { stream_timeout: timeouts.firstTokenMs / 1000 }),
    ...(target.dropParams && { drop_params: true }),
    ...shownDefaults(target.defaults),
    model: target.litellmModel,
  };
}

/** Host and path: a user, a password or a query in an address is a credential. */
function toShownAddress(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

function shownDefaults(defaults: JsonObject): JsonObject {
  const rows = SHOWN_DEFAULTS.flatMap((name): readonly (readonly [string, JsonValue])[] => {
    const value = defaults[name];
    const shown = typeof value === 'number' || (typeof value === 'string' && WORD.test(value));
    return shown ? [[name, value]] : [];
  });
  return Object.fromEntries(rows);
}
