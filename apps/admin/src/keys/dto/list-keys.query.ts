import { Field } from '../../validation/field.decorator.js';
import { choiceOf, choicesOf, FLAG, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

/** LiteLLM's fields to sort by. */
export const KEY_SORTS = {
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  key_alias: 'alias',
  user_id: 'userId',
  max_budget: 'maxBudgetNano',
  expires: 'expiresAt',
  spend: 'spend',
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

  @Field(TEXT, {
    schema: text,
    description: 'Keys of this user. Absent: of everybody for who reads all keys, else those of the calling user.',
  })
  readonly user_id?: string;

  @Field(FLAG, {
    schema: { type: 'boolean', default: false },
    description:
      'Beside the own keys of the calling user all others that he may list: those of his teams and organizations.',
  })
  readonly include_team_keys: boolean = false;

  @Field(FLAG, {
    schema: { type: 'boolean', default: false },
    description: 'Beside the keys of the user those that he made, as far as the caller may list them.',
  })
  readonly include_created_by_keys: boolean = false;

  @Field(TEXT, { schema: text, description: 'Keys of this team.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys of this organization.' })
  readonly organization_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys of this project.' })
  readonly project_id?: string;

  @Field(TEXT, { schema: text, description: 'Keys with this access group.' })
  readonly access_group_id?: string;

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

  @Field(choicesOf(['user']), {
    schema: { type: 'array', items: { type: 'string', enum: ['user'] } },
    description:
      '`user`: whole keys, each with its user (`user`) and who made it (`created_by_user`), as far as the caller may see them.',
  })
  readonly expand: readonly 'user'[] = [];

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES },
    description:
      'Field to sort by; deleted keys by `created_at`, `key_alias` or `deleted_at`, others not by the last. `spend`: of the running window.',
  })
  readonly sort_by: KeySortName = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
