import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { KeySettingsDto } from './key-settings.dto.js';

/** Body of `POST /key/update`. A member that is absent leaves its field alone; null clears it. */
export class UpdateKeyDto extends KeySettingsDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The key: secret, hash, alias or own id.' })
  readonly key: string;
}
