import { type ControlPlane, type Database, KeyRotationRepository, type SealedBox } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';

/** Who uses a key has a day to deploy the secret that replaces his; LiteLLM ends the old one at once. */
const GRACE_DEFAULT = '24h';

/** The schedule that makes other secrets for keys, and what tells them. */
export function keyRotations(
  { settings, clock }: Pick<CompositionInput, 'settings' | 'clock'>,
  { database, controlPlane }: { readonly database: Database; readonly controlPlane: ControlPlane },
  box: SealedBox,
): KeyRotationRepository {
  return new KeyRotationRepository(database, controlPlane, clock, box, settings.admin.rotationGrace ?? GRACE_DEFAULT);
}
