import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, choiceOf, LARGE_OBJECT, TEXT } from '../../validation/field-kinds.js';

const SECTIONS = ['general_settings', 'litellm_settings', 'router_settings'] as const;
export type ConfigSection = (typeof SECTIONS)[number];

const section = { type: 'object', additionalProperties: true, nullable: true } as const;
const type = {
  schema: { type: 'string', enum: [...SECTIONS], default: 'general_settings' },
  description: 'The section of the configuration.',
} as const;

/** Body of `POST /config/update`: of each section the members that are to change; null takes one back to the file's. */
export class UpdateConfigDto {
  @Field(LARGE_OBJECT, { schema: section, description: 'Refused: variables are set where the gateway is started.' })
  readonly environment_variables?: JsonObject | null;

  @Field(LARGE_OBJECT, { schema: section, description: 'Members that can be set while the gateway runs.' })
  readonly general_settings?: JsonObject | null;

  @Field(LARGE_OBJECT, { schema: section, description: 'Members that can be set while the gateway runs.' })
  readonly litellm_settings?: JsonObject | null;

  @Field(LARGE_OBJECT, { schema: section, description: 'Members that can be set while the gateway runs.' })
  readonly router_settings?: JsonObject | null;
}

/** Query of `GET /config/list`. */
export class ConfigListQuery {
  @Field(choiceOf(SECTIONS), type)
  readonly config_type?: ConfigSection | null;
}

/** Query of `GET /config/field/info`. */
export class ConfigFieldQuery extends ConfigListQuery {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name of the member.' })
  readonly field_name: string;
}

/** Body of `POST /config/field/delete`. */
export class DeleteConfigFieldDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name of the member.' })
  readonly field_name: string;

  @Field(choiceOf(SECTIONS), type)
  readonly config_type?: ConfigSection | null;
}

/** Body of `POST /config/field/update`. */
export class UpdateConfigFieldDto extends DeleteConfigFieldDto {
  @Field(ANY, { required: true, schema: {}, description: 'What it is to be.' })
  readonly field_value: JsonValue;
}

/** Body of `POST /config/callback/delete`. */
export class DeleteCallbackDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name of the callback.' })
  readonly callback_name: string;
}
