import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';
import { UNPAGED_MAX } from '../unpaged-max.js';

/** Query of `GET /model_group/info`. */
export class ModelGroupInfoQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'This group alone; also a name that only a wildcard takes in (`openai/tts-1`).',
  })
  readonly model_group?: string;

  @PageNumber()
  readonly page: number = 1;

  @PageSize('Groups', UNPAGED_MAX, UNPAGED_MAX)
  readonly size: number = UNPAGED_MAX;
}
