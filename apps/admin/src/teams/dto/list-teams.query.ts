import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;

/** Query of `GET /team/info` and `GET /team/permissions_list`. */
export class TeamQuery {
  @Field(TEXT, { required: true, schema: text, description: 'The team.' })
  readonly team_id: string;
}

/** Which teams are listed. */
class TeamsQuery {
  @Field(TEXT, { schema: text, description: 'Teams of this user.' })
  readonly user_id?: string;

  @Field(TEXT, { schema: text, description: 'Teams of this organization; `default_organization`: those of none.' })
  readonly organization_id?: string;
}

/** Query of `GET /team/list`. */
export class ListTeamsQuery extends TeamsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Teams', 100)
  readonly page_size: number = 100;
}

/** LiteLLM's fields to sort by. */
export const TEAM_SORTS = { team_id: 'id', team_alias: 'alias', created_at: 'createdAt' } as const;
const SORT_NAMES = Object.keys(TEAM_SORTS);

/** Query of `GET /v2/team/list`. */
export class PageTeamsQuery extends TeamsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Teams', 10)
  readonly page_size: number = 10;

  @Field(TEXT, { schema: text, description: 'The team with this id.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Teams whose alias contains this text, in any case.' })
  readonly team_alias?: string;

  @Field(TEXT, {
    schema: text,
    description: 'The team with this id, and those whose alias contains this text, in any case.',
  })
  readonly search?: string;

  @Field(choiceOf(['active', 'deleted']), {
    schema: { type: 'string', enum: ['active', 'deleted'], default: 'active' },
    description: 'Teams that there are. Deleted ones have no archive: what they were is in the audit.',
  })
  readonly status: 'active' | 'deleted' = 'active';

  @Field(choiceOf(SORT_NAMES), { schema: { type: 'string', enum: SORT_NAMES }, description: 'Field to sort by.' })
  readonly sort_by: keyof typeof TEAM_SORTS = 'created_at';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
