import { Field } from '../../validation/field.decorator.js';
import { choiceOf, integerBetween, NUMBER, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize, SortOrder } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const DATE = '`YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`, UTC';
const PAGE_SIZE_MAX = 1000;
const OUTCOMES = ['success', 'failure'] as const;

/** LiteLLM's fields to sort by. */
export const SPEND_LOG_SORTS = {
  startTime: 'receivedAt',
  endTime: 'endedAt',
  spend: 'cost',
  total_tokens: 'tokens',
  request_duration_ms: 'duration',
  ttft_ms: 'timeToFirstToken',
  model: 'model',
} as const;
const SORT_NAMES = Object.keys(SPEND_LOG_SORTS);

/** Query of `GET /spend/logs/v2`. */
export class SpendLogPageQuery {
  @Field(TEXT, { schema: text, description: `From this day or instant on (${DATE}). Has to be there.` })
  readonly start_date?: string;

  @Field(TEXT, {
    schema: text,
    description: `Up to this instant, or to the end of this day (${DATE}). Has to be there.`,
  })
  readonly end_date?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this key: secret or hash.' })
  readonly api_key?: string;

  @Field(TEXT, { schema: text, description: 'Calls of keys that had this alias.' })
  readonly key_alias?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this user.' })
  readonly user_id?: string;

  @Field(TEXT, { schema: text, description: 'Calls of this team.' })
  readonly team_id?: string;

  @Field(TEXT, { schema: text, description: 'Calls for this customer.' })
  readonly end_user?: string;

  @Field(TEXT, {
    schema: text,
    description: 'The call with this id: ours, `x-litellm-call-id`, or the id in the answer.',
  })
  readonly request_id?: string;

  @Field(TEXT, {
    schema: text,
    description: "Calls of this model: as the row shows it, its group, or the provider's name.",
  })
  readonly model?: string;

  @Field(NUMBER, { schema: { type: 'number' }, description: 'At least this cost, dollars.' })
  readonly min_spend?: number;

  @Field(NUMBER, { schema: { type: 'number' }, description: 'At most this cost, dollars.' })
  readonly max_spend?: number;

  @Field(choiceOf(OUTCOMES), {
    schema: { type: 'string', enum: [...OUTCOMES] },
    description: 'How the call ended; `failure` is whatever is no success.',
  })
  readonly status_filter?: 'success' | 'failure';

  @Field(integerBetween(0, 999), {
    schema: { type: 'integer', minimum: 0, maximum: 999 },
    description: 'Calls that failed with this HTTP status, as `error_information.error_code` of the row.',
  })
  readonly error_code?: number;

  @Field(TEXT, {
    schema: text,
    description: 'Calls that failed with this text in `error_information.error_message` of the row, in any case.',
  })
  readonly error_message?: string;

  @Field(TEXT, { schema: text, description: 'Calls that this deployment answered (`model_id` of the row).' })
  readonly model_id?: string;

  @Field(choiceOf(SORT_NAMES), {
    schema: { type: 'string', enum: SORT_NAMES, default: 'startTime' },
    description:
      'Field to sort by; by another than `startTime` the newest 20,000 calls are sorted (`total_is_capped`).',
  })
  readonly sort_by: keyof typeof SPEND_LOG_SORTS = 'startTime';

  @SortOrder()
  readonly sort_order: 'asc' | 'desc' = 'desc';

  @PageNumber()
  readonly page: number = 1;

  @PageSize('Rows', 50, PAGE_SIZE_MAX)
  readonly page_size: number = 50;
}
