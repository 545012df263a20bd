import { Injectable } from '@nestjs/common';
import { type Author, EncryptionRepository, type RotationProgress } from '@tollgate/persistence';

/** LiteLLM's names of what is encrypted. */
const LOCATIONS: Readonly<Record<RotationProgress['what'], string>> = {
  models: 'model_table',
  credentials: 'credentials_table',
  keys: 'rotated_keys',
  conversations: 'conversations',
};

/** Everything is encrypted with AES-256-GCM; what may be old is the salt key that it is encrypted with. */
@Injectable()
export class Encryption {
  constructor(private readonly encryption: EncryptionRepository) {}

  async check(): Promise<object> {
    return toAnswer(await this.encryption.check(), true);
  }

  async migrate(dryRun: boolean, author: Author): Promise<object> {
    return toAnswer(dryRun ? await this.encryption.check() : await this.encryption.renew(author), dryRun);
  }
}

function toAnswer(tables: readonly RotationProgress[], dryRun: boolean): object {
  const renewed = sum(tables, 'renewed');
  const unreadable = sum(tables, 'unreadable');
  return {
    // what none of the keys reads is no success, whatever else was done
    status: unreadable > 0 ? 'error' : 'success',
    report: {
      algorithm: 'aes-256-gcm',
      dry_run: dryRun,
      migrated: dryRun ? 0 : renewed,
      residual_legacy: dryRun ? renewed : 0,
      unreadable,
      locations: Object.fromEntries(
        tables.map(({ what, seen, renewed: of, unreadable }) => [
          LOCATIONS[what],
          {
            total: seen,
            current: seen - unreadable - (dryRun ? of : 0),
            migrated: dryRun ? 0 : of,
            residual_legacy: dryRun ? of : 0,
            unreadable,
          },
        ]),
      ),
      note: 'Conversations that are kept are encrypted anew by the command `tollgate salt rotate`.',
    },
  };
}

function sum(tables: readonly RotationProgress[], member: 'renewed' | 'unreadable'): number {
  return tables.reduce((all, table) => all + table[member], 0);
}
