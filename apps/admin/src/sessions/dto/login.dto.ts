import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Body of `POST /login` and `POST /v2/login`. */
export class LoginDto {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string' },
    description: '`UI_USERNAME` of the gateway, or id or address of a user.',
  })
  readonly username: string;

  @Field(TEXT, {
    required: true,
    schema: { type: 'string' },
    description: '`UI_PASSWORD`, or the master key; or the password of the user.',
  })
  readonly password: string;
}
