import { Field } from '../../validation/field.decorator.js';
import { FLAG, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;

/** Teams that one call names. */
export const BULK_TEAMS_MAX = 500;

/** Body of `POST /team/permissions_bulk_update`: what is added to the permissions of members. */
export class AddPermissionsDto {
  @Field(TEXT_LIST, { required: true, schema: texts, description: 'Permissions, of `all_available_permissions`.' })
  readonly permissions: readonly string[];

  @Field(TEXT_LIST, { schema: { ...texts, nullable: true, maxItems: BULK_TEAMS_MAX }, description: 'Teams.' })
  readonly team_ids?: readonly string[] | null;

  @Field(FLAG, {
    schema: { type: 'boolean', default: false },
    description: 'All teams that the caller may change instead.',
  })
  readonly apply_to_all_teams: boolean = false;
}

/** Query of `GET /team/filter/ui`. */
export class SearchTeamsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Teams', 50)
  readonly page_size: number = 50;

  @Field(TEXT, { schema: text, description: 'The team with this id.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Teams whose alias contains this text, in any case.' })
  readonly team_alias?: string;
}
