import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { OBJECT, TEXT } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true } as const;

/** Body of `POST /health/test_connection`. */
export class TestConnectionDto {
  @Field(OBJECT, { required: true, schema: object, description: 'As in `POST /model/new`.' })
  readonly litellm_params: JsonObject;

  @Field(OBJECT, {
    schema: { ...object, nullable: true },
    description: 'As in `POST /model/new`; `mode` says what to try where the body does not.',
  })
  readonly model_info?: JsonObject | null;

  @Field(TEXT, { schema: { type: 'string', nullable: true, default: 'chat' }, description: '`chat` or `embedding`.' })
  readonly mode?: string | null;
}
