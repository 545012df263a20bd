import { Field } from '../../validation/field.decorator.js';
import { choiceOf, integerBetween, TEXT } from '../../validation/field-kinds.js';

const OFFSET_MAX = 1_000_000_000;

/** Query of `GET /health/history`. */
export class HealthHistoryQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'Of a model group, or of a model as it is named at its provider.',
  })
  readonly model?: string;

  @Field(choiceOf(['healthy', 'unhealthy']), {
    schema: { type: 'string', enum: ['healthy', 'unhealthy'] },
    description: 'Those that ended so.',
  })
  readonly status_filter?: 'healthy' | 'unhealthy';

  @Field(integerBetween(1, 1_000), {
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
    description: 'Checks per answer.',
  })
  readonly limit: number = 100;

  @Field(integerBetween(0, OFFSET_MAX), {
    schema: { type: 'integer', minimum: 0, default: 0 },
    description: 'Newer checks to leave out.',
  })
  readonly offset: number = 0;
}
