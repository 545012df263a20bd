import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;

/** Query of `GET /customer/info`. */
export class CustomerQuery {
  @Field(TEXT, { required: true, schema: text, description: 'Name of the customer.' })
  readonly end_user_id: string;
}

/** Query of `GET /customer/list`. */
export class ListCustomersQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Customers', 100)
  readonly page_size: number = 100;
}

/** Body of `POST /customer/block`, `/customer/unblock` and `/customer/delete`. */
export class CustomersDto {
  @Field(BATCH, {
    required: true,
    schema: { type: 'array', items: text },
    description: 'Names of customers.',
  })
  readonly user_ids: readonly string[];
}
