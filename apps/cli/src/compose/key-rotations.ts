import { ControlPlane, type Database, KeyRotationRepository, type SealedBox } from '@tollgate/persistence';
import type { CompositionInput } from './composition-input.js';

/** Who uses a key has a day to deploy the secret that replaces his; LiteLLM ends the old one at once. */
const GRACE_DEFAULT = '24h';

/** The schedule that makes other secrets for keys, and what tells them. */
export function keyRotations(
  { settings, clock }: Pick<CompositionInput, 'settings' | 'clock'>,
  database: Database,
  box: SealedBox,
): KeyRotationRepository {
  const controlPlane = new ControlPlane(database, clock, settings.admin.timeZone);
  return new KeyRotationRepository(database, controlPlane, clock, box, settings.admin.rotationGrace ?? GRACE_DEFAULT);
}
