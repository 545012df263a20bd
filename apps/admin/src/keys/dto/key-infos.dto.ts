import { Field } from '../../validation/field.decorator.js';
import { TEXT_LIST } from '../../validation/field-kinds.js';

/** Body of `POST /v2/key/info`. */
export class KeyInfosDto {
  @Field(TEXT_LIST, {
    required: true,
    schema: { type: 'array', items: { type: 'string' }, maxItems: 100 },
    description: 'Keys: secrets, hashes, aliases or own ids; 100 at most.',
  })
  readonly keys: readonly string[];
}
