import { Field } from '../../validation/field.decorator.js';
import { FLAG } from '../../validation/field-kinds.js';
import { listOf, objectOf } from '../../validation/object-kinds.js';
import { UpdateUserDto } from './update-user.dto.js';

/** Users that one call changes. */
export const BULK_USERS_MAX = 500;

/** Body of `POST /user/bulk_update`: users with what is to change of each, or one change for all. */
export class BulkUpdateUsersDto {
  @Field(listOf(UpdateUserDto, BULK_USERS_MAX), {
    schema: { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: BULK_USERS_MAX, nullable: true },
    description: 'Users with what is to change of each, as for `/user/update`; they are changed one by one.',
  })
  readonly users?: readonly UpdateUserDto[] | null;

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'All users instead.' })
  readonly all_users: boolean = false;

  @Field(objectOf(UpdateUserDto), {
    schema: { type: 'object', additionalProperties: true, nullable: true },
    description: 'What is to change of each of all users.',
  })
  readonly user_updates?: UpdateUserDto | null;
}
