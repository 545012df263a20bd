import { GatewayError } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { KeySettingsDto } from './dto/key-settings.dto.js';

type SettingName = keyof KeySettingsDto;

/** LiteLLM's default, which is how every limit holds here. */
const BEST_EFFORT = 'best_effort_throughput';
const LIMIT_TYPE = `limits of keys hold beside those of their team, whatever they add up to (${BEST_EFFORT}); none is reserved or shared out`;

/**
 * LiteLLM's fields of a key that this version does not enforce. A value that is not empty is refused: a limit that is accepted
 * and not enforced is worse than none.
 */
export const UNSERVED_FIELDS = [
  'permissions',
  'config',
  'agent_id',
  'budget_fallbacks',
  'throttle_on_budget_exceeded',
  'tpd_limit',
  'rpm_limit_type',
  'tpm_limit_type',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'guardrails',
  'disable_global_guardrails',
  'policies',
  'prompts',
  'allowed_cache_controls',
  'allowed_passthrough_routes',
  'denied_passthrough_routes',
  'allowed_vector_store_indexes',
  'object_permission',
  'end_user_budget_id',
  'enable_prompt_caching',
  'default_estimated_output_tokens',
  'default_estimated_output_tokens_per_model',
  'send_invite_email',
] as const satisfies readonly SettingName[];

/** Names that LiteLLM reads from `metadata` at run time; they are as privileged as fields, so they are refused there too. */
const UNSERVED_IN_METADATA = [
  ...UNSERVED_FIELDS,
  'enforced_params',
  'temp_budget_increase',
  'temp_budget_expiry',
  'team_member_budget_id',
  'service_account_id',
  'opted_out_global_guardrails',
  'tag_tpm_limit',
  'allowed_tools',
  'turn_off_message_logging',
  'disable_fallbacks',
] as const;

/** The refusal for the first unserved field with a value; undefined when there is none. */
export function refuseUnserved(settings: KeySettingsDto): GatewayError | undefined {
  const field = UNSERVED_FIELDS.find((name) => !isUnset(name, settings[name]));
  if (field !== undefined) return unserved(field);
  const metadata: JsonObject = settings.metadata ?? {};
  const inMetadata = UNSERVED_IN_METADATA.find(
    (name) => Object.hasOwn(metadata, name) && !isUnset(name, metadata[name]),
  );
  return inMetadata === undefined ? undefined : unserved(`metadata.${inMetadata}`);
}

/** Why some of them are not served, and what is in their place. */
const REASONS: Readonly<Record<string, string>> = {
  permissions:
    'no setting in it is read by this gateway. What a key may do is said by allowed_routes, key_type and its models',
  budget_fallbacks:
    'a call that a budget for a model refuses is answered 422, and no other model takes its place. Name one with the fallbacks of the call',
  throttle_on_budget_exceeded:
    'what is beyond a budget is refused, and never served slower. Raise it for a time with temp_budget_increase',
  rpm_limit_type: LIMIT_TYPE,
  tpm_limit_type: LIMIT_TYPE,
  allowed_cache_controls: 'this gateway keeps no answers for other calls, so there is no cache to control',
};

/** The refusal of a field that is not served. */
export function unserved(field: string): GatewayError {
  const why = REASONS[field.replace(/^metadata\./, '')] ?? 'it would be accepted and not enforced';
  return new GatewayError('unsupported_parameter', {
    message: `${field} is not served yet: ${why}. Leave it out.`,
    param: field,
  });
}

/** Nothing, or what holds anyway. */
function isUnset(name: string, value: unknown): boolean {
  const isType = name === 'rpm_limit_type' || name === 'tpm_limit_type';
  return isEmpty(value) || (isType && value === BEST_EFFORT);
}

/**
 * What LiteLLM's clients send for "not set": null, false, a list without items, and an object whose members are all of these. A list that holds
 * something says that something is meant, be it a null.
 */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
