import type { JsonObject } from '@tollgate/kernel';
import { BudgetSettingsDto } from '../../budgets/dto/budget-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { OBJECT, TEXT, TEXT_LIST, LONG_TEXT } from '../../validation/field-kinds.js';

const text = { type: 'string', nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;
const list = { type: 'array', items: { type: 'string' }, nullable: true } as const;

/** Body of `POST /tag/new` and `POST /tag/update`: LiteLLM's names, those of budgets among them. */
export class TagSettingsDto extends BudgetSettingsDto {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string', maxLength: 256 },
    description:
      'Name of the tag: what keys and teams have in `tags`, and calls in `metadata.tags` or `x-litellm-tags`.',
  })
  readonly name: string;

  @Field(LONG_TEXT, { schema: text, description: 'For people.' })
  readonly description?: string | null;

  @Field(TEXT_LIST, {
    schema: list,
    description: 'Models, by name or by id of a deployment, that calls with the tag may go to; none: any.',
  })
  readonly models?: readonly string[] | null;

  @Field(OBJECT, { schema: object, description: 'Kept as it is; nothing is decided by it.' })
  readonly model_info?: JsonObject | null;
}
