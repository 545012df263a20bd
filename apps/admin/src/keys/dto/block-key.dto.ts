import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Body of `POST /key/block` and `POST /key/unblock`. */
export class BlockKeyDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The key: secret, hash, alias or own id.' })
  readonly key: string;
}
