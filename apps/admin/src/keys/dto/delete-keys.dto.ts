import { Field } from '../../validation/field.decorator.js';
import { BATCH } from '../../validation/field-kinds.js';

const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;

/** Body of `POST /key/delete`: one of the two lists. */
export class DeleteKeysDto {
  @Field(BATCH, { schema: texts, description: 'Keys: secrets, hashes or own ids.' })
  readonly keys?: readonly string[] | null;

  @Field(BATCH, { schema: texts, description: 'Keys by alias.' })
  readonly key_aliases?: readonly string[] | null;
}
