import { Field } from '../../validation/field.decorator.js';
import { TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;

/** Body of `PUT /access_group/{access_group}/update`. */
export class ModelsOfGroupDto {
  @Field(TEXT_LIST, { schema: texts, description: 'Public names of models: all that are to be in the group.' })
  readonly model_names?: readonly string[] | null;

  @Field(TEXT_LIST, {
    schema: texts,
    description: 'Ids of deployments in the place of `model_names`: the models that they are of.',
  })
  readonly model_ids?: readonly string[] | null;
}

/** Body of `POST /access_group/new`. */
export class NewModelGroupDto extends ModelsOfGroupDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name of the group.' })
  readonly access_group: string;
}
