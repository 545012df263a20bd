import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT, LONG_TEXT } from '../../validation/field-kinds.js';
import { PageNumber } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const PAGE_SIZE_MAX = 1000;

/** What the queries of the daily activities have in common. Both days have to be there. */
export class ActivityQuery {
  @Field(TEXT, { schema: text, description: 'First day, `YYYY-MM-DD`, UTC. Has to be there.' })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: 'Last day, `YYYY-MM-DD`, UTC. Has to be there.' })
  readonly end_date?: string;

  @Field(TEXT, { schema: text, description: "Calls of this model: as shown, its group, or the provider's name." })
  readonly model?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this key: secret or hash.' })
  readonly api_key?: string;

  @PageNumber()
  readonly page: number = 1;

  @Field(integerBetween(1, PAGE_SIZE_MAX), {
    schema: { type: 'integer', minimum: 1, maximum: PAGE_SIZE_MAX, default: 10 },
    description: 'Days per page, newest first.',
  })
  readonly page_size: number = 10;
}

/** Query of `GET /user/daily/activity`. */
export class UserActivityQuery extends ActivityQuery {
  @Field(TEXT, { schema: text, description: 'The user; absent: all that the caller may see.' })
  readonly user_id?: string;
}

/** Query of `GET /team/daily/activity`. */
export class TeamActivityQuery extends ActivityQuery {
  @Field(LONG_TEXT, { schema: text, description: 'Teams, with commas between; absent: all that the caller may see.' })
  readonly team_ids?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Teams to leave out, with commas between.' })
  readonly exclude_team_ids?: string;
}

/** Query of `GET /organization/daily/activity`. */
export class OrganizationActivityQuery extends ActivityQuery {
  @Field(LONG_TEXT, {
    schema: text,
    description: 'Organizations, with commas between; absent: all that the caller may see.',
  })
  readonly organization_ids?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Organizations to leave out, with commas between.' })
  readonly exclude_organization_ids?: string;
}

/** Query of `GET /customer/daily/activity`. */
export class CustomerActivityQuery extends ActivityQuery {
  @Field(LONG_TEXT, { schema: text, description: 'Customers, with commas between; absent: all.' })
  readonly end_user_ids?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Customers to leave out, with commas between.' })
  readonly exclude_end_user_ids?: string;
}

/** Query of `GET /tag/daily/activity`. */
export class TagActivityQuery extends ActivityQuery {
  @Field(LONG_TEXT, { schema: text, description: 'Tags, with commas between; absent: all.' })
  readonly tags?: string;
}

/** Query of `GET /agent/daily/activity`. */
export class AgentActivityQuery extends ActivityQuery {
  @Field(LONG_TEXT, { schema: text, description: 'Agents, with commas between; absent: all.' })
  readonly agent_ids?: string;

  @Field(LONG_TEXT, { schema: text, description: 'Agents to leave out, with commas between.' })
  readonly exclude_agent_ids?: string;
}
