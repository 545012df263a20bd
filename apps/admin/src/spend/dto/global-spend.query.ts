import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { Limit, ReportQuery } from './spend-list.query.js';

const text = { type: 'string' } as const;
const GROUPS = ['team', 'customer', 'api_key'] as const;

/** Query of `GET /global/spend/logs`. */
export class GlobalSpendLogsQuery extends ReportQuery {
  @Field(TEXT, { schema: text, description: 'Calls of this key: secret or hash.' })
  readonly api_key?: string;
}

/** Query of `GET /global/spend/keys`, `/models`, `/provider` and `/teams`. */
export class GlobalSpendQuery extends ReportQuery {
  @Limit('Rows', 10)
  readonly limit: number = 10;
}

/** Query of `GET /global/spend/all_tag_names` and `GET /global/all_end_users`. */
export class NamesQuery {
  @Limit('Names', 1000)
  readonly limit: number = 1000;
}

/** Body of `POST /global/spend/end_users`. */
export class EndUserSpendDto {
  @Field(TEXT, { schema: { ...text, nullable: true }, description: 'Calls of this key: secret or hash.' })
  readonly api_key?: string | null;

  @Field(TEXT, { schema: { ...text, nullable: true }, description: 'From this day on, UTC; absent: thirty days back.' })
  readonly startTime?: string | null;

  @Field(TEXT, { schema: { ...text, nullable: true }, description: 'Up to this day, UTC; absent: today.' })
  readonly endTime?: string | null;
}

/** Query of `GET /global/spend/report`. */
export class SpendReportQuery extends ReportQuery {
  @Field(choiceOf(GROUPS), {
    schema: { type: 'string', enum: [...GROUPS], default: 'team' },
    description: 'What is told apart: teams and customers by day, keys over the whole range.',
  })
  readonly group_by: (typeof GROUPS)[number] = 'team';

  @Field(TEXT, { schema: text, description: 'Calls of this key: secret or hash. Shown by key.' })
  readonly api_key?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this user. Shown by key.' })
  readonly internal_user_id?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this team.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Calls for this customer. Shown by customer.' })
  readonly customer_id?: string;
}
