import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

/** Query of LiteLLM's routes for how fast models answer. Its dashboard sends `null` and `undefined` for what is not chosen. */
export class ModelMetricsQuery {
  @Field(TEXT, { schema: { type: 'string' }, description: 'Of this model group; all unless it says which.' })
  readonly _selected_model_group?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'First day (UTC); the last thirty unless it says which.' })
  readonly startTime?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Last day (UTC).' })
  readonly endTime?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Refused: sums are those of all keys.' })
  readonly api_key?: string;

  @Field(TEXT, { schema: { type: 'string' }, description: 'Refused: sums are those of all customers.' })
  readonly customer?: string;
}
