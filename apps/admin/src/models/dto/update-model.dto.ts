import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LARGE_OBJECT, TEXT } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** Body of `PATCH /model/{id}/update`. */
export class UpdateModelDto {
  @Field(TEXT, {
    schema: { type: 'string', maxLength: 256, nullable: true },
    description: 'Name that callers ask for.',
  })
  readonly model_name?: string | null;

  @Field(LARGE_OBJECT, { schema: object, description: 'The members to change; null takes one out.' })
  readonly litellm_params?: JsonObject | null;

  @Field(LARGE_OBJECT, { schema: object, description: 'The members to change; null takes one out.' })
  readonly model_info?: JsonObject | null;
}

/** Body of `POST /model/update`. */
export class UpdateNamedModelDto extends UpdateModelDto {
  @Field(TEXT, {
    schema: { type: 'string', nullable: true },
    description: "The model, as LiteLLM's Python client names it; `model_info.id` goes before.",
  })
  readonly id?: string | null;
}
