import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const TYPES = ['general', 'context_window', 'content_policy'] as const;
export type FallbackType = (typeof TYPES)[number];

const type = {
  schema: { type: 'string', enum: [...TYPES], default: 'general' },
  description: 'After any failure, or for requests that are too long, or that a filter refuses.',
} as const;

/** Query of `GET` and `DELETE /fallback/{model}`. */
export class FallbackQuery {
  @Field(choiceOf(TYPES), type)
  readonly fallback_type?: FallbackType | null;
}

/** Body of `POST /fallback`. */
export class SetFallbackDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The model that may fail; `*` for any.' })
  readonly model: string;

  @Field(TEXT_LIST, {
    required: true,
    schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
    description: 'The models that take over, in order.',
  })
  readonly fallback_models: readonly string[];

  @Field(choiceOf(TYPES), type)
  readonly fallback_type?: FallbackType | null;
}
