import { Field } from '../../validation/field.decorator.js';
import { FLAG, NUMBER, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { listOf, objectOf } from '../../validation/object-kinds.js';
import { KeySettingsDto } from './key-settings.dto.js';

/** Keys that one call changes. */
export const BULK_KEYS_MAX = 500;

const text = { type: 'string', nullable: true } as const;
const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;

/** One key of `POST /key/bulk_update`. */
export class BulkKeyDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The key: secret, hash, alias or own id.' })
  readonly key: string;

  @Field(TEXT, { schema: text, description: 'Budget to link.' })
  readonly budget_id?: string | null;

  @Field(NUMBER, { schema: { type: 'number', nullable: true }, description: 'Budget of one window in dollars.' })
  readonly max_budget?: number | null;

  @Field(TEXT, { schema: text, description: 'Team of the key.' })
  readonly team_id?: string | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Tags of every call of the key.' })
  readonly tags?: readonly string[] | null;
}

/** Body of `POST /key/bulk_update`. */
export class BulkUpdateKeysDto {
  @Field(listOf(BulkKeyDto, BULK_KEYS_MAX), {
    required: true,
    schema: { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: BULK_KEYS_MAX },
    description: 'Keys with what is to change of each; they are changed one by one.',
  })
  readonly keys: readonly BulkKeyDto[];
}

/** Body of `POST /team/key/bulk_update`. */
export class BulkUpdateTeamKeysDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The team.' })
  readonly team_id: string;

  @Field(TEXT_LIST, { schema: { ...texts, maxItems: BULK_KEYS_MAX }, description: 'Keys of the team.' })
  readonly key_ids?: readonly string[] | null;

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'All keys of the team instead.' })
  readonly all_keys_in_team: boolean = false;

  @Field(objectOf(KeySettingsDto), {
    required: true,
    schema: { type: 'object', additionalProperties: true },
    description: 'What is to change of each, as for `/key/update`.',
  })
  readonly update_fields: KeySettingsDto;
}
