import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';
import { OBJECT, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** Body of `PATCH /credentials/{credential_name}`. */
export class UpdateCredentialDto {
  @Field(OBJECT, {
    schema: object,
    description: 'Members of `litellm_params` (`api_key`, `api_base` …), kept encrypted; null takes one out.',
  })
  readonly credential_values?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'Notes for people.' })
  readonly credential_info?: JsonObject | null;

  @Field(TEXT_LIST, {
    schema: { type: 'array', items: { type: 'string' }, nullable: true },
    description:
      "Where it may be sent besides its provider's own address (`https://models.example`); without it, the origin of its `api_base`.",
  })
  readonly allowed_origins?: readonly string[] | null;
}

/** Body of `POST /credentials`. */
export class NewCredentialDto extends UpdateCredentialDto {
  @Field(TEXT, { required: true, schema: { type: 'string', maxLength: 256 }, description: 'Name that models give.' })
  readonly credential_name: string;
}

/** Query of `GET /credentials`. */
export class ListCredentialsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Credentials', 100)
  readonly page_size: number = 100;
}
