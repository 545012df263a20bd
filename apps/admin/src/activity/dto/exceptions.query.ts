import { ReportQuery } from '../../spend/dto/spend-list.query.js';
import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /global/activity/exceptions` and `/global/activity/exceptions/deployment`. */
export class ExceptionsQuery extends ReportQuery {
  @Field(TEXT, { schema: { type: 'string' }, description: 'Attempts for this model group; absent: for all.' })
  readonly model_group?: string;
}
