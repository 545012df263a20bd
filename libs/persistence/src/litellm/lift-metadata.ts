import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { SourceRow } from './source-row.js';
import { isEmpty } from './unenforced-settings.js';

/** What LiteLLM reads from `metadata` at run time, and has a column here or blocks whoever has it. */
const LIFTED = [
  'tags',
  'model_rpm_limit',
  'model_tpm_limit',
  'rpm_limit_type',
  'tpm_limit_type',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'tag_tpm_limit',
  'tpd_limit',
  'allowed_tools',
  'denied_passthrough_routes',
  'permissions',
  'turn_off_message_logging',
  'enforced_params',
  'guardrails',
  'disable_global_guardrails',
  'policies',
  'prompts',
  'allowed_passthrough_routes',
  'allowed_vector_store_indexes',
  'temp_budget_increase',
  'temp_budget_expiry',
  'service_account_id',
  'team_member_budget_id',
  'team_member_key_duration',
];
/** Holds credentials of callbacks or secret managers, in the clear. */
const DROPPED = ['logging', 'callback_settings', 'secret_manager_settings'];

/** What LiteLLM reads there at run time too, and is of no effect here. */
const UNSERVED = [
  'allow_client_message_redaction_opt_out',
  'allow_client_mock_response',
  'allow_client_tags',
  'budget_fallbacks',
  'cache',
  'default_estimated_output_tokens',
  'default_estimated_output_tokens_per_model',
  'disable_fallbacks',
  'enable_prompt_caching',
  'end_user_budget_id',
  'litellm_disabled_callbacks',
  'max_budget_alert_emails',
  'model_config',
  'opted_out_global_guardrails',
  'priority',
  'soft_budget_alerting_emails',
  'throttle_on_budget_exceeded',
];
/** LiteLLM has new settings with every release: what is named like one of them is told, although it may be somebody's own note. */
const LIKE_A_LIMIT =
  /(^|_)(allow(ed)?|den(y|ied)|block(ed)?|disabled?|restrict(ed)?|limits?|max|guardrails?|turn_off)(_|$)/;

export interface LiftedMetadata {
  /** What is left: inert. */
  readonly metadata: JsonObject;
  /** What was taken out, to be read like a row. */
  readonly lifted: SourceRow;
}

/** Takes settings out of a row's metadata, where LiteLLM keeps them. */
export function liftMetadata(row: SourceRow): LiftedMetadata {
  const all = row.object('metadata');
  const entries = Object.entries(all);
  const { logging } = all;
  const dropped = entries.filter(([name]) => DROPPED.includes(name)).map(([name]) => name);
  if (dropped.length > 0)
    row.notes.push(`metadata.${dropped.join(', metadata.')}: callbacks of its own are not served`);
  const settings = entries.filter(
    ([name, value]) => !LIFTED.includes(name) && !DROPPED.includes(name) && !isEmpty(value),
  );
  const unserved = settings.filter(([name]) => UNSERVED.includes(name)).map(([name]) => `metadata.${name}`);
  if (unserved.length > 0) row.notes.push(`${unserved.join(', ')}: not served here, and not taken`);
  const inert = settings.filter(([name]) => !UNSERVED.includes(name) && LIKE_A_LIMIT.test(name));
  if (inert.length > 0)
    row.notes.push(`${inert.map(([name]) => `metadata.${name}`).join(', ')}: taken as a note, of no effect here`);
  const lifted = Object.fromEntries(entries.filter(([name]) => LIFTED.includes(name)));
  const isSilent = Array.isArray(logging) && logging.some(asksForSilence);
  return {
    metadata: Object.fromEntries(entries.filter(([name]) => ![...LIFTED, ...DROPPED, ...UNSERVED].includes(name))),
    lifted: new SourceRow({ ...lifted, ...(isSilent && { turn_off_message_logging: true }) }),
  };
}

/** Callbacks that are not taken say here and there that they are not to be told what was said. */
function asksForSilence(callback: JsonValue): boolean {
  const vars = isJsonObject(callback) ? callback['callback_vars'] : undefined;
  const value = isJsonObject(vars) ? vars['turn_off_message_logging'] : undefined;
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** Limits by model, where there are any. */
export function modelLimits(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) && Object.keys(value).length > 0 ? value : null;
}
