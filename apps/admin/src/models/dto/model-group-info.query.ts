import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /model_group/info`. */
export class ModelGroupInfoQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'This group alone; also a name that only a wildcard takes in (`openai/tts-1`).',
  })
  readonly model_group?: string;
}
