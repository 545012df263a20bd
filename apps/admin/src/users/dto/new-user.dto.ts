import { Field } from '../../validation/field.decorator.js';
import { FLAG } from '../../validation/field-kinds.js';
import { UserSettingsDto } from './user-settings.dto.js';

/** Body of `POST /user/new`. `key_alias`, `duration` and `aliases` are those of the key that is made with the user. */
export class NewUserDto extends UserSettingsDto {
  @Field(FLAG, {
    schema: { type: 'boolean', default: true },
    description: 'Make a key with the user; the answer alone holds its secret.',
  })
  readonly auto_create_key?: boolean | null;
}
