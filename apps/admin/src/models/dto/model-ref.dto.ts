import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Body of `POST /model/delete`. */
export class DeleteModelDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Id of the model.' })
  readonly id: string;
}

/** Body of `POST /model/block` and `POST /model/unblock`. */
export class ModelRefDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Id of the model.' })
  readonly model_id: string;
}
