import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const text = { type: 'string' } as const;

/** Body of `POST /budget/info`. */
export class BudgetInfoDto {
  @Field(TEXT_LIST, {
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
  @Field(integerBetween(1, 1_000_000), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page, from 1.',
  })
  readonly page: number = 1;

  @Field(integerBetween(1, 100), {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 100 },
    description: 'Budgets per page.',
  })
  readonly page_size: number = 100;
}

/** Body of `POST /budget/delete`. */
export class DeleteBudgetDto {
  @Field(TEXT, { required: true, schema: text, description: 'The budget; nobody may be linked to it.' })
  readonly id: string;
}
