import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@tollgate/persistence';

export interface MasterKey {
  readonly secret: string;
  /** Where it came from: `given`, or the file it was generated into. */
  readonly origin: { readonly kind: 'given' } | { readonly kind: 'file'; readonly path: string; readonly created: boolean };
}

/** The master key: given by configuration or environment, else generated once into a file of mode 0600 in the data folder. */
export function provideMasterKey(given: string | undefined, dataDir: string): MasterKey {
  if (given !== undefined && given !== '') return { secret: given, origin: { kind: 'given' } };
  const path = join(dataDir, 'master.key');
  const created = !existsSync(path);
  try {
    if (created) writeFileSync(path, `sk-${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
    const secret = readFileSync(path, 'utf8').trim();
    if (secret === '') throw new StartError(`the master key's file ${path} is empty: delete it and start again`);
    return { secret, origin: { kind: 'file', path, created } };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(`the master key's file ${path} cannot be used (${code}): set MASTER_KEY, or mend the file's owner and mode`);
  }
}
