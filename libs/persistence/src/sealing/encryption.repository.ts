import type { Author, ControlPlane } from '../control/control-plane.js';
import type { RotationProgress, SealRotation } from './seal-rotation.js';

/** What an administrator set, and secrets of keys: few rows. Conversations are many, and renewed by the command alone. */
const RENEWED = ['models', 'credentials', 'keys'] as const;

/** How far what is encrypted in the database is under the current salt key. */
export class EncryptionRepository {
  constructor(
    private readonly rotation: SealRotation,
    private readonly controlPlane: ControlPlane,
  ) {}

  /** Of each table, without a change: `renewed` are those that are still to be. */
  check(): Promise<readonly RotationProgress[]> {
    return this.run(true);
  }

  /** Encrypts anew what earlier salt keys encrypted; it can be stopped and run again. Leaves an entry in the audit. */
  async renew(author: Author): Promise<readonly RotationProgress[]> {
    const tables = await this.run(false);
    const after = Object.fromEntries(tables.map(({ what, renewed }) => [what, renewed]));
    await this.controlPlane.change(author, (change) => {
      change.touch('encryption', 'all');
      change.note({ action: 'updated', resource: 'encryption', objectId: 'all', before: null, after });
      return Promise.resolve();
    });
    return tables;
  }

  private async run(dryRun: boolean): Promise<readonly RotationProgress[]> {
    const last = new Map<string, RotationProgress>();
    await this.rotation.run((progress) => last.set(progress.what, progress), { only: RENEWED, dryRun });
    return [...last.values()];
  }
}
