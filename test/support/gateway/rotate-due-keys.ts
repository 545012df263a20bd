import { SystemClock } from '@tollgate/kernel';
import { ControlPlane, Database, KeyRotationRepository, SealedBox } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';

/** What the gateway's own worker does with keys that are due in so many milliseconds, now. `salt`: what it encrypts with. */
export async function rotateDueKeys(databaseUrl: string, salt: string, inMs: number): Promise<void> {
  const database = new Database({ url: databaseUrl, role: 'test' }, createLogger('silent'));
  const clock = new SystemClock();
  const box = new SealedBox(salt, 'keys');
  const rotations = new KeyRotationRepository(database, new ControlPlane(database, clock, 'UTC'), clock, box, '24h');
  await rotations.rotateDue(clock.now() + inMs);
  await database.close();
}
