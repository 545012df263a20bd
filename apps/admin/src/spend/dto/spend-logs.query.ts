import { Field } from '../../validation/field.decorator.js';
import { FLAG, integerBetween, TEXT } from '../../validation/field-kinds.js';
import { PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const DATE = '`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`, UTC';

const PAGE_SIZE_MAX = 1000;
const PAGE_MAX = 1_000_000;

/** Query of `GET /spend/logs`. */
export class SpendLogsQuery {
  @Field(TEXT, { schema: text, description: 'Calls of this key: secret or hash.' })
  readonly api_key?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this user.' })
  readonly user_id?: string;

  @Field(TEXT, {
    schema: text,
    description: 'The call with this id: ours, `x-litellm-call-id`, or the id in the answer.',
  })
  readonly request_id?: string;

  @Field(TEXT, { schema: text, description: `From this day or instant on (${DATE}).` })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: `Up to this instant, or to the end of this day (${DATE}).` })
  readonly end_date?: string;

  @Field(FLAG, {
    schema: { type: 'boolean', default: true },
    description: 'With both dates: sums of each day instead of rows (LiteLLM does so unless told otherwise).',
  })
  readonly summarize: boolean = true;

  @Field(integerBetween(1, PAGE_MAX), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page of rows, from 1.',
  })
  readonly page: number = 1;

  @PageSize('Rows', 100, PAGE_SIZE_MAX)
  readonly page_size: number = 100;
}
