import { Field } from '../../validation/field.decorator.js';
import { choiceOf, TEXT } from '../../validation/field-kinds.js';
import { KEY_TYPES, type KeyType } from '../key-type.js';
import { KeySettingsDto } from './key-settings.dto.js';

/** Body of `POST /key/generate`. */
export class GenerateKeyDto extends KeySettingsDto {
  @Field(TEXT, {
    schema: { type: 'string', nullable: true },
    description: 'A secret of your own choice; begins with `sk-`, 16 characters or more.',
  })
  readonly key?: string | null;

  @Field(choiceOf(KEY_TYPES), {
    schema: { type: 'string', enum: [...KEY_TYPES], nullable: true },
    description: 'A ready-made list of routes; `default` leaves `allowed_routes` as given.',
  })
  readonly key_type?: KeyType | null;
}
