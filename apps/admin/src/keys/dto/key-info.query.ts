import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /key/info`. */
export class KeyInfoQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'The key: secret, hash, alias or own id; absent: the calling key.',
  })
  readonly key?: string;
}
