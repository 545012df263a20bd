import { Field } from '../../validation/field.decorator.js';
import { choiceOf, FLAG, TEXT, TEXTS } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

/** Fields to sort by. LiteLLM has spend too: here it is a sum over the ledger in a window of each key's own, no column; `/spend/keys` has it in order. */
export const KEY_SORTS = {
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  key_alias: 'alias',
  max_budget: 'maxBudgetNano',
  expires: 'expiresAt',
  user_id: 'userId',
  team_id: 'teamId',
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

  @Field(TEXT, { schema: text, description: 'Keys with this access group on their list.' })
  readonly access_group_id?: string;

  @Field(FLAG, {
    schema: { type: 'boolean', default: false },
    description: 'With `user_id`: the keys of the teams that the user is an admin of as well.',
  })
  readonly include_team_keys: boolean = false;

  @Field(FLAG, {
    schema: { type: 'boolean', default: false },
    description: 'With `user_id`: the keys that the user has made as well.',
  })
  readonly include_created_by_keys: boolean = false;

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

  @Field(TEXTS, {
    schema: { type: 'array', items: { type: 'string' } },
    description: '`user`: whole keys, each with its user as far as the caller may read him.',
  })
  readonly expand: readonly string[] = [];

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES },
    description: 'Field to sort by; deleted keys by `created_at`, `key_alias` or `deleted_at`, others not by the last.',
  })
  readonly sort_by: KeySortName = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
