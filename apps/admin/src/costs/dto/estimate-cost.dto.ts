import { Field } from '../../validation/field.decorator.js';
import { integerBetween, TEXT } from '../../validation/field-kinds.js';

const TOKENS_MAX = 1_000_000_000;
const CALLS_MAX = 1_000_000_000;
const count = { type: 'integer', minimum: 0 } as const;

const Tokens = (description: string, required: boolean): PropertyDecorator =>
  Field(integerBetween(0, TOKENS_MAX), { required, schema: { ...count, maximum: TOKENS_MAX }, description });

const Calls = (description: string): PropertyDecorator =>
  Field(integerBetween(0, CALLS_MAX), { schema: { ...count, maximum: CALLS_MAX, nullable: true }, description });

/** Body of `POST /cost/estimate`. */
export class EstimateCostDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The model that calls ask for.' })
  readonly model: string;

  @Tokens('Input tokens of a call, those of the cache among them.', true)
  readonly input_tokens: number;

  @Tokens('Output tokens of a call, those of reasoning among them.', true)
  readonly output_tokens: number;

  @Tokens('Of the input, what is read from a cache.', false)
  readonly cache_read_input_tokens: number = 0;

  @Tokens('Of the input, what is written to a cache.', false)
  readonly cache_creation_input_tokens: number = 0;

  @Tokens('Of the output, what is reasoning.', false)
  readonly reasoning_tokens: number = 0;

  @Calls('Calls of a day.')
  readonly num_requests_per_day?: number | null;

  @Calls('Calls of a month.')
  readonly num_requests_per_month?: number | null;
}
