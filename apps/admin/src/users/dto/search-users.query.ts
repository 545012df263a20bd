import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;

/** Query of `GET /user/filter/ui`. */
export class SearchUsersQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Users', 50)
  readonly page_size: number = 50;

  @Field(TEXT, { schema: text, description: 'Users whose id contains this text, in any case.' })
  readonly user_id?: string;

  @Field(TEXT, { schema: text, description: 'Users whose e-mail address contains this text, in any case.' })
  readonly user_email?: string;
}
