import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const text = { type: 'string' } as const;

/** Query of `GET /customer/info`. */
export class CustomerQuery {
  @Field(TEXT, { required: true, schema: text, description: 'Name of the customer.' })
  readonly end_user_id: string;
}

/** Query of `GET /customer/list`. */
export class ListCustomersQuery {
  @Field(integerBetween(1, 1_000_000), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page, from 1.',
  })
  readonly page: number = 1;

  @Field(integerBetween(1, 100), {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 100 },
    description: 'Customers per page.',
  })
  readonly page_size: number = 100;
}

/** Body of `POST /customer/block`, `/customer/unblock` and `/customer/delete`. */
export class CustomersDto {
  @Field(TEXT_LIST, {
    required: true,
    schema: { type: 'array', items: text },
    description: 'Names of customers.',
  })
  readonly user_ids: readonly string[];
}
