import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /model/info`. */
export class ModelInfoQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'The model with this id alone (`x-litellm-model-id` of an answer).',
  })
  readonly litellm_model_id?: string;
}
