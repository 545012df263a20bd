import { Field } from '../../validation/field.decorator.js';
import { FLAG, TEXT } from '../../validation/field-kinds.js';

/** Query of `GET /credentials/migrate-encryption/check`. */
export class CheckEncryptionQuery {
  @Field(TEXT, {
    schema: { type: 'string' },
    description: 'Ignored: there is one algorithm, so that it is always the salt key that can be another one.',
  })
  readonly mode?: string;
}

/** Query of `POST /credentials/migrate-encryption`. */
export class MigrateEncryptionQuery extends CheckEncryptionQuery {
  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'Say what would be done, and do nothing.' })
  readonly dry_run: boolean = false;
}
