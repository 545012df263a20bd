import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { SourceRow } from './source-row.js';

/** What LiteLLM reads from `metadata` at run time, and has a column here. */
const LIFTED = [
  'tags',
  'model_rpm_limit',
  'model_tpm_limit',
  'rpm_limit_type',
  'tpm_limit_type',
  'mcp_rpm_limit',
  'tag_rpm_limit',
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

export interface LiftedMetadata {
  /** What is left: inert. */
  readonly metadata: JsonObject;
  /** What was taken out, to be read like a row. */
  readonly lifted: SourceRow;
}

/** Takes settings out of a row's metadata, where LiteLLM keeps them. */
export function liftMetadata(row: SourceRow): LiftedMetadata {
  const entries = Object.entries(row.object('metadata'));
  const dropped = entries.filter(([name]) => DROPPED.includes(name)).map(([name]) => name);
  if (dropped.length > 0)
    row.notes.push(`metadata.${dropped.join(', metadata.')}: callbacks of its own are not served`);
  return {
    metadata: Object.fromEntries(entries.filter(([name]) => ![...LIFTED, ...DROPPED].includes(name))),
    lifted: new SourceRow(Object.fromEntries(entries.filter(([name]) => LIFTED.includes(name)))),
  };
}

/** Limits by model, where there are any. */
export function modelLimits(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) && Object.keys(value).length > 0 ? value : null;
}
