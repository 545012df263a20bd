import { SealedBox } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';

/** What encrypts the columns that hold secrets: a key for each kind, of one secret. */
export interface Seals {
  readonly conversations: SealedBox;
  readonly models: SealedBox;
  readonly credentials: SealedBox;
  /** Secrets that rotations made, until they are fetched and in use. */
  readonly keys: SealedBox;
}

/** LiteLLM's rule: what is encrypted is so with the salt key, else with the master key. Earlier ones still open it. */
export function sealsOf({ settings, masterKey }: Pick<CompositionInput, 'settings' | 'masterKey'>): Seals {
  const { saltKey, previousSaltKeys = [] } = settings.process;
  const boxFor = (purpose: keyof Seals): SealedBox =>
    new SealedBox(saltKey ?? masterKey.secret, purpose, previousSaltKeys);
  return {
    conversations: boxFor('conversations'),
    models: boxFor('models'),
    credentials: boxFor('credentials'),
    keys: boxFor('keys'),
  };
}
