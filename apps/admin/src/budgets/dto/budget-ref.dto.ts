import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;

/** Body of `POST /budget/info`. */
export class BudgetInfoDto {
  @Field(BATCH, {
    required: true,
    schema: { type: 'array', items: text },
    description: 'Ids of budgets; those that are not there are left out of the answer.',
  })
  readonly budgets: readonly string[];
}

/** Query of `GET /budget/settings`. */
export class BudgetQuery {
  @Field(TEXT, { required: true, schema: text, description: 'The budget.' })
  readonly budget_id: string;
}

/** Query of `GET /budget/list`. */
export class ListBudgetsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Budgets', 100)
  readonly page_size: number = 100;
}

/** Body of `POST /budget/delete`. */
export class DeleteBudgetDto {
  @Field(TEXT, { required: true, schema: text, description: 'The budget; nobody may be linked to it.' })
  readonly id: string;
}
