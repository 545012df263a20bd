import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LARGE_OBJECT, LIST, TEXT } from '../../validation/field-kinds.js';

/** Body of `POST /spend/calculate`. */
export class CalculateSpendDto {
  @Field(TEXT, {
    schema: { type: 'string', nullable: true },
    description: 'The model that calls ask for; without, the one that `completion_response` names.',
  })
  readonly model?: string | null;

  @Field(LIST, {
    schema: { type: 'array', items: {}, nullable: true },
    description: 'Messages that are not sent yet: what they cost as input.',
  })
  readonly messages?: readonly JsonValue[] | null;

  @Field(LARGE_OBJECT, {
    schema: { type: 'object', additionalProperties: true, nullable: true },
    description: 'The answer of a chat completion: what it cost by its `usage`.',
  })
  readonly completion_response?: JsonObject | null;
}
