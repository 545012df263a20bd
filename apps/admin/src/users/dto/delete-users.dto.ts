import { Field } from '../../validation/field.decorator.js';
import { BATCH } from '../../validation/field-kinds.js';

/** Body of `POST /user/delete`. */
export class DeleteUsersDto {
  @Field(BATCH, {
    required: true,
    schema: { type: 'array', items: { type: 'string' } },
    description: 'Users by their ids; their keys go with them.',
  })
  readonly user_ids: readonly string[];
}
