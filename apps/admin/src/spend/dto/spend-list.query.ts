import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT, LONG_TEXT } from '../../validation/field-kinds.js';
import { PageNumber } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const DATE = '`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`, UTC';
const LIMIT_MAX = 1000;

/** `limit` of a list; give the property the same default. */
export const Limit = (what: string, byDefault: number): PropertyDecorator =>
  Field(integerBetween(1, LIMIT_MAX), {
    schema: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: byDefault },
    description: `${what}, the dearest first.`,
  });

/** Query of `GET /spend/keys`. */
export class SpendKeysQuery {
  @Limit('Keys per page', 100)
  readonly limit: number = 100;

  @PageNumber()
  readonly page: number = 1;
}

/** Query of `GET /spend/users`. */
export class SpendUsersQuery extends SpendKeysQuery {
  @Field(TEXT, { schema: text, description: 'This user alone.' })
  readonly user_id?: string;
}

/** What the queries of reports have in common. */
export class ReportQuery {
  @Field(TEXT, { schema: text, description: `First day (${DATE}); absent: thirty days before the last.` })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: `Last day (${DATE}); absent: today.` })
  readonly end_date?: string;
}

/** Query of `GET /spend/tags` and `GET /global/spend/tags`. */
export class SpendTagsQuery extends ReportQuery {
  @Field(LONG_TEXT, { schema: text, description: 'Tags, with commas between; absent: all.' })
  readonly tags?: string;

  @Limit('Tags', 100)
  readonly limit: number = 100;
}
