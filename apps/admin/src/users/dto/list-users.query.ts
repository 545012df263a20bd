import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT, LONG_TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';
import { USER_ROLES } from './user-settings.dto.js';

/** LiteLLM's fields to sort by that are columns. */
export const USER_SORTS = {
  user_id: 'id',
  user_email: 'email',
  user_alias: 'alias',
  user_role: 'role',
  created_at: 'createdAt',
} as const;

type UserSortName = keyof typeof USER_SORTS | 'spend';
const SORT_NAMES = [...Object.keys(USER_SORTS), 'spend'];

const text = { type: 'string' } as const;

/** Query of `GET /user/list`. */
export class ListUsersQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Users', 25)
  readonly page_size: number = 25;

  @Field(choiceOf(USER_ROLES), {
    schema: { type: 'string', enum: [...USER_ROLES] },
    description: 'Users with this role.',
  })
  readonly role?: (typeof USER_ROLES)[number];

  @Field(LONG_TEXT, { schema: text, description: 'Ids, separated by commas.' })
  readonly user_ids?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Ids at the single sign-on, separated by commas.' })
  readonly sso_user_ids?: string;

  @Field(TEXT, { schema: text, description: 'Users whose e-mail address contains this text, in any case.' })
  readonly user_email?: string;

  @Field(TEXT, { schema: text, description: 'Members of this team.' })
  readonly team?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Members of these organizations, separated by commas.' })
  readonly organization_ids?: string;

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES },
    description: 'Field to sort by; `spend`, of the running window, for who sees all users.',
  })
  readonly sort_by: UserSortName = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
