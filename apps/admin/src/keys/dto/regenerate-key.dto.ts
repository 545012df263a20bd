import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';
import { KeySettingsDto } from './key-settings.dto.js';

const text = { type: 'string', nullable: true } as const;

/** Body of `POST /key/{key}/regenerate`: what is to change of the key beside its secret. */
export class RegenerateKeyDto extends KeySettingsDto {
  /** LiteLLM takes these calls without a body. */
  static readonly mayBeAbsent = true;

  @Field(TEXT, { schema: text, description: 'A new secret of your own choice, as for `/key/generate`.' })
  readonly new_key?: string | null;

  @Field(TEXT, {
    schema: text,
    description:
      'How long the old secret goes on (`24h`; `0s`: it ends at once). Without it `LITELLM_KEY_ROTATION_GRACE_PERIOD` holds, and without that it ends at once.',
  })
  readonly grace_period?: string | null;

  @Field(TEXT, {
    schema: text,
    description: 'Refused: the master key is the operator’s, set where the gateway is started.',
  })
  readonly new_master_key?: string | null;
}

/** Body of `POST /key/regenerate`. */
export class RegenerateNamedKeyDto extends RegenerateKeyDto {
  @Field(TEXT, { schema: text, description: 'The key: secret, hash, alias or own id.' })
  readonly key?: string | null;
}

/** Query of `POST /key/regenerate`: LiteLLM's clients name the key there too. */
export class RegenerateKeyQuery {
  @Field(TEXT, { schema: { type: 'string' }, description: 'The key, where the body names none; never two.' })
  readonly key?: string;
}
