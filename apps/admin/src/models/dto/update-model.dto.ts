import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { OBJECT, TEXT } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** Body of `PATCH /model/{id}/update`, and of `POST /model/update`, which names the model in `model_info.id`. */
export class UpdateModelDto {
  @Field(TEXT, {
    schema: { type: 'string', maxLength: 256, nullable: true },
    description: 'Name that callers ask for.',
  })
  readonly model_name?: string | null;

  @Field(OBJECT, { schema: object, description: 'The members to change; null takes one out.' })
  readonly litellm_params?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'The members to change; null takes one out.' })
  readonly model_info?: JsonObject | null;
}
