import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /health/services`. */
export class TestServiceQuery {
  @Field(TEXT, {
    required: true,
    schema: { type: 'string' },
    description: 'What is configured and to be tested: `slack`, `webhook`, `langfuse`.',
  })
  readonly service: string;
}
