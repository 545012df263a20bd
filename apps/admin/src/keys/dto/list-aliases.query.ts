import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /key/aliases`. */
export class ListAliasesQuery {
  @Field(integerBetween(1, 1_000_000), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page, from 1.',
  })
  readonly page: number = 1;

  @Field(integerBetween(1, 100), {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    description: 'Aliases per page.',
  })
  readonly size: number = 50;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Aliases that contain this text, in any case.' })
  readonly search?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Aliases of keys of this team.' })
  readonly team_id?: string;
}
