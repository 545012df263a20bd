import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { KeySettingsDto } from '../../keys/dto/key-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { DURATION, FLAG, INTEGER, NUMBER, OBJECT, TEXT, TEXT_LIST, TEXT_MAP } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';

const text = { type: 'string', nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;
const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** What `/team/new` and `/team/update` take in common: LiteLLM's names, those of limits shared with keys. */
export class TeamSettingsDto extends KeySettingsDto {
  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly team_alias?: string | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'What members may do with keys of the team: routes, of `all_available_permissions`.',
  })
  readonly team_member_permissions?: readonly string[] | null;

  @Field(TEXT_MAP, {
    schema: { type: 'object', additionalProperties: { type: 'string' }, nullable: true },
    description: 'Model aliases of its keys: name asked for to name used, after those of the key itself.',
  })
  readonly model_aliases?: Readonly<Record<string, string>> | null;

  @Field(NUMBER, {
    schema: number,
    description: 'What each member may spend on keys of the team who has no limits of its own, dollars.',
  })
  readonly team_member_budget?: number | null;

  @Field(DURATION, { schema: text, description: 'Length of the window of that budget.' })
  readonly team_member_budget_duration?: string | null;

  @Field(INTEGER, { schema: integer, description: 'Requests per minute of each member who has none of its own.' })
  readonly team_member_rpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Tokens per minute of each member who has none of its own.' })
  readonly team_member_tpm_limit?: number | null;

  @Field(INTEGER, {
    schema: integer,
    description: 'Calls at the same time of each member who has no such limit of its own; 0 refuses all.',
  })
  readonly team_member_max_parallel_requests?: number | null;

  @Field(TEXT, {
    schema: text,
    description:
      'How long the keys last that members make in the team, at most (`30d`); those of its admins last as said.',
  })
  readonly team_member_key_duration?: string | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: "Models of members who have no list of their own; empty: all of the team's.",
  })
  readonly default_team_member_models?: readonly string[] | null;

  @Field(OBJECT, { schema: object, description: UNSERVED })
  readonly secret_manager_settings?: JsonObject | null;

  @Field(FLAG, { schema: { type: 'boolean', nullable: true }, description: UNSERVED })
  readonly allow_team_guardrail_config?: JsonValue;
}
