import { Field } from '../../validation/field.decorator.js';
import { TEXT_LIST } from '../../validation/field-kinds.js';

/** Body of `POST /model_group/make_public`. */
export class MakePublicDto {
  @Field(TEXT_LIST, {
    required: true,
    schema: { type: 'array', items: { type: 'string' } },
    description: 'All groups that are to be shown to anybody; none: no group is.',
  })
  readonly model_groups: readonly string[];
}
