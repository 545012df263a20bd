import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /user/info`. */
export class UserInfoQuery {
  @Field(TEXT, { schema: { type: 'string' }, description: 'The user; absent: the user of the calling key.' })
  readonly user_id?: string;
}
