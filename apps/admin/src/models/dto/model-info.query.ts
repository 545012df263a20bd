import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';
import { UNPAGED_MAX } from '../unpaged-max.js';

/** Query of `GET /model/info`. */
export class ModelInfoQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'The model with this id alone (`x-litellm-model-id` of an answer).',
  })
  readonly litellm_model_id?: string;

  @PageNumber()
  readonly page: number = 1;

  @PageSize('Models', UNPAGED_MAX, UNPAGED_MAX)
  readonly size: number = UNPAGED_MAX;
}
