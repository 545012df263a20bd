import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import {
  DURATION,
  FLAG,
  INTEGER,
  LIST,
  NUMBER,
  OBJECT,
  TEXT,
  TEXT_LIST,
  TEXT_MAP,
} from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';
import { BudgetAnchor, BudgetTimeZone } from '../../validation/window.decorators.js';

const text = { type: 'string', nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;
const flag = { type: 'boolean', nullable: true } as const;
const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;
const list = { type: 'array', items: {}, nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;
const textMap = { type: 'object', additionalProperties: { type: 'string' }, nullable: true } as const;

/** What `/key/generate` and `/key/update` take in common: LiteLLM's names and types. */
export class KeySettingsDto {
  @Field(TEXT, { schema: text, description: 'Name of the key, unique among all keys.' })
  readonly key_alias?: string | null;

  @Field(DURATION, {
    schema: text,
    description:
      'Time to live from now (`30s`, `30m`, `30h`, `30d`, `1w`, `1mo`); null or "-1" on update: never expires.',
  })
  readonly duration?: string | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Models the key may use; empty: all.' })
  readonly models?: readonly string[] | null;

  @Field(TEXT_MAP, { schema: textMap, description: 'Model aliases of the key: name asked for to name used.' })
  readonly aliases?: Readonly<Record<string, string>> | null;

  @Field(NUMBER, { schema: number, description: 'Budget of one window in dollars, 0 or more, at most 9,007,199.' })
  readonly max_budget?: number | null;

  @Field(NUMBER, { schema: number, description: 'Dollars from which a warning is due; no call is refused for it.' })
  readonly soft_budget?: number | null;

  @Field(DURATION, {
    schema: text,
    description: 'Length of the budget window (`1h`, `30d`, `1mo`); without it the budget never resets.',
  })
  readonly budget_duration?: string | null;

  @BudgetTimeZone()
  readonly budget_time_zone?: string | null;

  @BudgetAnchor()
  readonly budget_anchor?: string | null;

  @Field(TEXT, {
    schema: text,
    description: 'A budget whose limits and window the key takes where it has none of its own.',
  })
  readonly budget_id?: string | null;

  @Field(TEXT, { schema: text, description: 'Owner of the key.' })
  readonly user_id?: string | null;

  @Field(TEXT, { schema: text, description: 'Team of the key; it must exist.' })
  readonly team_id?: string | null;

  @Field(TEXT, { schema: text, description: 'Organization of the key; it must exist.' })
  readonly organization_id?: string | null;

  @Field(TEXT, { schema: text, description: 'Project of the key; it must exist.' })
  readonly project_id?: string | null;

  @Field(INTEGER, { schema: integer, description: 'Calls at the same time; 0 refuses all.' })
  readonly max_parallel_requests?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Tokens per minute.' })
  readonly tpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Requests per minute.' })
  readonly rpm_limit?: number | null;

  @Field(OBJECT, { schema: object, description: 'Kept and shown to callbacks; no decision reads it.' })
  readonly metadata?: JsonObject | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Tags of every call of the key.' })
  readonly tags?: readonly string[] | null;

  @Field(FLAG, { schema: flag, description: 'A blocked key is refused with 401.' })
  readonly blocked?: boolean | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Routes or groups of routes the key may call; empty: all.' })
  readonly allowed_routes?: readonly string[] | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly permissions?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly config?: JsonObject | null;

  @Field(TEXT, { schema: text, description: UNSERVED })
  readonly agent_id?: string | null;

  @Field(LIST, {
    schema: { type: 'array', items: { type: 'object' }, nullable: true },
    description:
      'Budgets beside `max_budget` that hold at the same time: `[{"budget_duration": "1d", "max_budget": dollars}]`.',
  })
  readonly budget_limits?: readonly JsonValue[] | null;

  @Field(OBJECT, {
    schema: object,
    description: 'Budgets by model: `{model: {"budget_limit": dollars, "time_period": "1d"}}`, or the dollars alone.',
  })
  readonly model_max_budget?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly budget_fallbacks?: JsonObject | null;

  @Field(FLAG, { schema: flag, description: UNSERVED })
  readonly throttle_on_budget_exceeded?: boolean | null;

  @Field(INTEGER, { schema: integer, description: UNSERVED })
  readonly tpd_limit?: number | null;

  @Field(TEXT, { schema: text, description: UNSERVED })
  readonly rpm_limit_type?: string | null;

  @Field(TEXT, { schema: text, description: UNSERVED })
  readonly tpm_limit_type?: string | null;

  @Field(OBJECT, { schema: object, description: 'Requests per minute by model.' })
  readonly model_rpm_limit?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'Tokens per minute by model.' })
  readonly model_tpm_limit?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly mcp_rpm_limit?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly tag_rpm_limit?: JsonObject | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'Members that the body of each call must have, nested ones with dots (`metadata.generation_name`).',
  })
  readonly enforced_params?: readonly string[] | null;

  @Field(TEXT_LIST, { schema: texts, description: UNSERVED })
  readonly guardrails?: readonly string[] | null;

  @Field(FLAG, { schema: flag, description: UNSERVED })
  readonly disable_global_guardrails?: boolean | null;

  @Field(TEXT_LIST, { schema: texts, description: UNSERVED })
  readonly policies?: readonly string[] | null;

  @Field(TEXT_LIST, { schema: texts, description: UNSERVED })
  readonly prompts?: readonly string[] | null;

  @Field(LIST, { schema: list, description: UNSERVED })
  readonly allowed_cache_controls?: readonly JsonValue[] | null;

  @Field(LIST, { schema: list, description: UNSERVED })
  readonly allowed_passthrough_routes?: readonly JsonValue[] | null;

  @Field(LIST, { schema: list, description: UNSERVED })
  readonly denied_passthrough_routes?: readonly JsonValue[] | null;

  @Field(LIST, { schema: list, description: UNSERVED })
  readonly allowed_vector_store_indexes?: readonly JsonValue[] | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly object_permission?: JsonObject | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'Access groups by their ids: what is in them stands on the list of models beside `models`.',
  })
  readonly access_group_ids?: readonly string[] | null;

  @Field(OBJECT, {
    schema: object,
    description:
      'Of the router, for these calls: `fallbacks`, `context_window_fallbacks`, `content_policy_fallbacks`, `num_retries`, `timeout`, `model_group_alias`.',
  })
  readonly router_settings?: JsonObject | null;

  @Field(FLAG, {
    schema: flag,
    description: 'Make another secret each `rotation_interval`; it waits at `/key/{key}/rotation/collect`.',
  })
  readonly auto_rotate?: boolean | null;

  @Field(TEXT, { schema: text, description: 'Time between two secrets (`30d`), with `auto_rotate`.' })
  readonly rotation_interval?: string | null;

  @Field(TEXT, { schema: text, description: UNSERVED })
  readonly end_user_budget_id?: string | null;

  @Field(FLAG, { schema: flag, description: UNSERVED })
  readonly enable_prompt_caching?: boolean | null;

  @Field(INTEGER, { schema: integer, description: UNSERVED })
  readonly default_estimated_output_tokens?: number | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly default_estimated_output_tokens_per_model?: JsonObject | null;

  @Field(NUMBER, { schema: number, description: 'Dollars that `max_budget` is raised by until `temp_budget_expiry`.' })
  readonly temp_budget_increase?: number | null;

  @Field(TEXT, { schema: text, description: 'When the raise ends: date and time, ISO 8601.' })
  readonly temp_budget_expiry?: string | null;

  @Field(FLAG, { schema: flag, description: UNSERVED })
  readonly send_invite_email?: boolean | null;
}
