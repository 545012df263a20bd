import { Field } from '../../validation/field.decorator.js';
import { NUMBER } from '../../validation/field-kinds.js';

/** Body of the `reset_spend` routes. */
export class ResetSpendDto {
  @Field(NUMBER, {
    required: true,
    schema: { type: 'number', minimum: 0 },
    description: 'Dollars that the current window is to show as spent: 0 or more, no more than it shows now.',
  })
  readonly reset_to: number;
}
