import { BUDGET_EVENT_SCOPES, BUDGET_EVENTS } from '@tollgate/callbacks';
import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

/** Query of `GET /budget/events`. */
export class ListBudgetEventsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Events', 50)
  readonly page_size: number = 50;

  @Field(choiceOf(BUDGET_EVENTS), {
    schema: { type: 'string', enum: [...BUDGET_EVENTS] },
    description: 'What happened.',
  })
  readonly event?: (typeof BUDGET_EVENTS)[number];

  @Field(choiceOf(BUDGET_EVENT_SCOPES), {
    schema: { type: 'string', enum: [...BUDGET_EVENT_SCOPES] },
    description: 'Whose budget.',
  })
  readonly scope?: (typeof BUDGET_EVENT_SCOPES)[number];

  @Field(TEXT, { schema: { type: 'string' }, description: 'First day or instant (UTC).' })
  readonly start_date?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Last day, or the instant to stop before (UTC).' })
  readonly end_date?: string;
}
