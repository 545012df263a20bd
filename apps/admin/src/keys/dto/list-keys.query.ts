import { Field } from '../../validation/field.decorator.js';
import { choiceOf, FLAG, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

/** LiteLLM's fields to sort by. Spend is not one: it is a sum over the ledger, no column. */
export const KEY_SORTS = {
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  key_alias: 'alias',
  max_budget: 'maxBudgetNano',
  expires: 'expiresAt',
} as const;

type KeySortName = keyof typeof KEY_SORTS;
const SORT_NAMES = Object.keys(KEY_SORTS);

const text = { type: 'string' } as const;

/** Query of `GET /key/list`. */
export class ListKeysQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Keys', 10)
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

  @Field(choiceOf(['active']), {
    schema: { type: 'string', enum: ['active'] },
    description: 'Keys in this state; deleted ones are not listed.',
  })
  readonly status = 'active' as const;

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'Whole keys instead of their hashes.' })
  readonly return_full_object: boolean = false;

  @Field(choiceOf(SORT_NAMES), { schema: { type: 'string', enum: SORT_NAMES }, description: 'Field to sort by.' })
  readonly sort_by: KeySortName = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
