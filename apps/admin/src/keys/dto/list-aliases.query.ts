import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

/** Query of `GET /key/aliases`. */
export class ListAliasesQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Aliases', 50)
  readonly size: number = 50;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Aliases that contain this text, in any case.' })
  readonly search?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Aliases of keys of this team.' })
  readonly team_id?: string;
}
