import { SealedBox } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';

/** What encrypts the columns that hold secrets: a key for each kind, of one secret. */
export interface Seals {
  readonly conversations: SealedBox;
  readonly models: SealedBox;
  readonly credentials: SealedBox;
}

/** LiteLLM's rule: what is encrypted is so with the salt key, else with the master key. */
export function sealsOf({ settings, masterKey }: Pick<CompositionInput, 'settings' | 'masterKey'>): Seals {
  const secret = settings.process.saltKey ?? masterKey.secret;
  return {
    conversations: new SealedBox(secret, 'conversations'),
    models: new SealedBox(secret, 'models'),
    credentials: new SealedBox(secret, 'credentials'),
  };
}
