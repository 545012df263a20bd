import { TESTED_MODES } from '@tollgate/dispatch';
import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LARGE_OBJECT, TEXT } from '../../validation/field-kinds.js';

const object = { type: 'object', additionalProperties: true } as const;

/** Body of `POST /health/test_connection`. */
export class TestConnectionDto {
  @Field(LARGE_OBJECT, { required: true, schema: object, description: 'As in `POST /model/new`.' })
  readonly litellm_params: JsonObject;

  @Field(LARGE_OBJECT, {
    schema: { ...object, nullable: true },
    description:
      'As in `POST /model/new`; `mode` says what to try where the body does not, `health_check_timeout` how long it may take (seconds, at most 30), `health_check_voice` whose voice speaks.',
  })
  readonly model_info?: JsonObject | null;

  @Field(TEXT, {
    schema: { type: 'string', nullable: true, default: 'chat' },
    description: `${TESTED_MODES.map((mode) => `\`${mode}\``).join(', ')}; others are refused.`,
  })
  readonly mode?: string | null;
}
