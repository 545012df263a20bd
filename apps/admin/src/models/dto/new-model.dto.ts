import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LARGE_OBJECT, TEXT } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true } as const;

/** Body of `POST /model/new`: an entry of `model_list`. */
export class NewModelDto {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string', maxLength: 256 },
    description: 'Name that callers ask for.',
  })
  readonly model_name: string;

  @Field(LARGE_OBJECT, {
    required: true,
    schema: object,
    description:
      'As in `model_list`. Secrets are kept encrypted and shown to nobody; variables, files and issuers of the gateway are not named here.',
  })
  readonly litellm_params: JsonObject;

  @Field(LARGE_OBJECT, {
    schema: { ...object, nullable: true },
    description: 'As in `model_list`; `id` is made where it is not given, `team_id` makes it the own model of a team.',
  })
  readonly model_info?: JsonObject | null;
}
