import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, FLAG, OBJECT, TEXT_LIST } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';
import { BudgetSettingsDto } from './budget-settings.dto.js';

const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** What organizations and projects take in common: LiteLLM's names, those of budgets among them. */
export class HolderSettingsDto extends BudgetSettingsDto {
  @Field(TEXT_LIST, {
    schema: { type: 'array', items: { type: 'string' }, nullable: true },
    description: 'Models that whatever belongs to it can use at most; empty: all.',
  })
  readonly models?: readonly string[] | null;

  @Field(OBJECT, { schema: object, description: 'Kept as it is; nothing is decided by it.' })
  readonly metadata?: JsonObject | null;

  @Field(FLAG, { schema: { type: 'boolean', nullable: true }, description: 'Every call of its keys is refused.' })
  readonly blocked?: boolean | null;

  @Field(OBJECT, { schema: object, description: 'Requests per minute by model, over all of its keys.' })
  readonly model_rpm_limit?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'Tokens per minute by model, over all of its keys.' })
  readonly model_tpm_limit?: JsonObject | null;

  @Field(ANY, { schema: object, description: UNSERVED })
  readonly object_permission?: JsonValue;
}
