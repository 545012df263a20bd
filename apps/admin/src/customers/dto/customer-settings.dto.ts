import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { BudgetSettingsDto } from '../../budgets/dto/budget-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { ANY, choiceOf, FLAG, OBJECT, TEXT } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';

const text = { type: 'string', nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** Body of `POST /customer/new` and `POST /customer/update`: LiteLLM's names, those of budgets among them. */
export class CustomerSettingsDto extends BudgetSettingsDto {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string', maxLength: 256 },
    description: 'Name of the customer: what calls say in `user`, `x-litellm-end-user-id` or the `user_header_name`.',
  })
  readonly user_id: string;

  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly alias?: string | null;

  @Field(FLAG, { schema: { type: 'boolean' }, description: 'Calls for the customer are refused.' })
  readonly blocked?: boolean | null;

  @Field(choiceOf(['eu', 'us']), {
    schema: { type: 'string', enum: ['eu', 'us'], nullable: true },
    description: 'Only deployments whose `region_name` lies there answer the customer.',
  })
  readonly allowed_model_region?: 'eu' | 'us' | null;

  @Field(TEXT, {
    schema: text,
    description: 'Model of the customer where the one asked for does not answer in its region.',
  })
  readonly default_model?: string | null;

  @Field(OBJECT, { schema: object, description: 'Kept as it is; nothing is decided by it.' })
  readonly metadata?: JsonObject | null;

  @Field(ANY, { schema: { type: 'number', nullable: true }, description: UNSERVED })
  readonly spend?: JsonValue;

  @Field(ANY, { schema: object, description: UNSERVED })
  readonly object_permission?: JsonValue;
}
