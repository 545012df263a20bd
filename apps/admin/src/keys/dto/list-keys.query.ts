import { Field } from '../../validation/field.decorator.js';
import { choiceOf, FLAG, integerBetween, TEXT } from '../../validation/field-kinds.js';

export const KEY_SORTS = ['created_at', 'updated_at', 'key_alias', 'max_budget', 'expires'] as const;
export type KeySort = (typeof KEY_SORTS)[number];

const text = { type: 'string' } as const;

/** Query of `GET /key/list`. */
export class ListKeysQuery {
  @Field(integerBetween(1, 1_000_000), { schema: { type: 'integer', minimum: 1, default: 1 }, description: 'Page, from 1.' })
  readonly page: number = 1;

  @Field(integerBetween(1, 100), { schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 }, description: 'Keys per page.' })
  readonly size: number = 10;

  @Field(TEXT, { schema: text, description: 'Keys of this user.' })
  readonly user_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys of this team.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys of this organization.' })
  readonly organization_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys of this project.' })
  readonly project_id?: string;

  @Field(TEXT, { schema: text, description: 'The key with this hash.' })
  readonly key_hash?: string;

  @Field(TEXT, { schema: text, description: 'Keys whose alias contains this text, in any case.' })
  readonly key_alias?: string;

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'Whole keys instead of their hashes.' })
  readonly return_full_object: boolean = false;

  @Field(choiceOf(KEY_SORTS), { schema: { type: 'string', enum: [...KEY_SORTS] }, description: 'Field to sort by.' })
  readonly sort_by: KeySort = 'created_at';

  @Field(choiceOf(['asc', 'desc']), { schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' }, description: 'Direction.' })
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
