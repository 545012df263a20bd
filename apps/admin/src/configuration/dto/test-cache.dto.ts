import type { JsonObject } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LARGE_OBJECT } from '../../validation/field-kinds.js';

/** Body of `POST /cache/settings/test`. */
export class TestCacheDto {
  @Field(LARGE_OBJECT, {
    required: true,
    schema: { type: 'object', additionalProperties: true },
    description: 'Of a cache of answers; there is none.',
  })
  readonly cache_settings: JsonObject;
}
