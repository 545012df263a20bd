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

/** What the archive of deleted keys is sorted by. */
export const DELETED_KEY_SORTS = { created_at: 'createdAt', key_alias: 'alias', deleted_at: 'deletedAt' } as const;

type KeySortName = keyof typeof KEY_SORTS | keyof typeof DELETED_KEY_SORTS;
const SORT_NAMES = Object.keys({ ...KEY_SORTS, ...DELETED_KEY_SORTS });

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

  @Field(choiceOf(['active', 'deleted']), {
    schema: { type: 'string', enum: ['active', 'deleted'], default: 'active' },
    description: 'Keys that there are, or the archive of those that were deleted.',
  })
  readonly status: 'active' | 'deleted' = 'active';

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'Whole keys instead of their hashes.' })
  readonly return_full_object: boolean = false;

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES },
    description: 'Field to sort by; deleted keys by `created_at`, `key_alias` or `deleted_at`, others not by the last.',
  })
  readonly sort_by: KeySortName = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
