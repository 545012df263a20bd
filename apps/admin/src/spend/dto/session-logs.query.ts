import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const PAGE_SIZE_MAX = 1000;

/** Query of `GET /spend/logs/session/ui`. */
export class SessionLogsQuery {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string' },
    description: 'The session that the calls named (`litellm_session_id`).',
  })
  readonly session_id: string;

  @PageNumber()
  readonly page: number = 1;

  @PageSize('Rows', 50, PAGE_SIZE_MAX)
  readonly page_size: number = 50;
}
