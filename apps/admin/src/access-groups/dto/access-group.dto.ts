import { Field } from '../../validation/field.decorator.js';
import { LONG_TEXT, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';
import { UNSERVED } from '../../validation/unserved.js';

const text = { type: 'string', nullable: true } as const;
const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;
const PAGE_SIZE_MAX = 1000;

/** What `POST` and `PUT /v1/access_group` take in common: LiteLLM's names. */
class AccessGroupFields {
  @Field(LONG_TEXT, { schema: text, description: 'For people.' })
  readonly description?: string | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'Models in the group: public names, or patterns (`openai/*`) as lists of models take them.',
  })
  readonly access_model_names?: readonly string[] | null;

  @Field(TEXT_LIST, { schema: texts, description: UNSERVED })
  readonly access_mcp_server_ids?: readonly string[] | null;

  @Field(TEXT_LIST, { schema: texts, description: UNSERVED })
  readonly access_agent_ids?: readonly string[] | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Teams that have the group: all of them.' })
  readonly assigned_team_ids?: readonly string[] | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'Keys that have the group, by hash (LiteLLM’s `token`), secret or alias: all of them.',
  })
  readonly assigned_key_ids?: readonly string[] | null;
}

/** Body of `POST /v1/access_group`. */
export class NewAccessGroupDto extends AccessGroupFields {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name of the group, unique.' })
  readonly access_group_name: string;
}

/** Body of `PUT /v1/access_group/{access_group_id}`: what is not named stays. */
export class UpdateAccessGroupDto extends AccessGroupFields {
  @Field(TEXT, { schema: text, description: 'Another name.' })
  readonly access_group_name?: string | null;
}

/** Query of `GET /v1/access_group`. */
export class ListAccessGroupsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Access groups', 100, PAGE_SIZE_MAX)
  readonly page_size: number = 100;
}
