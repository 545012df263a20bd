import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@tollgate/config';
import { StartError } from '@tollgate/persistence';

/** In the data folder. */
export const MASTER_KEY_FILE = 'master.key';

export interface MasterKey {
  readonly secret: string;
  readonly origin: MasterKeyOrigin;
}

/** Where it came from: a variable of the process's environment, the configuration, or the file it was generated into. */
export type MasterKeyOrigin =
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'configuration' }
  | { readonly kind: 'file'; readonly path: string; readonly created: boolean };

/** The master key: given by configuration or environment, else generated once into a file of mode 0600 in the data folder. */
export function provideMasterKey({ key, variable }: Settings['masterKey'], dataDir: string): MasterKey {
  if (key === undefined) return fromFile(join(dataDir, MASTER_KEY_FILE));
  return {
    secret: key,
    origin: variable === undefined ? { kind: 'configuration' } : { kind: 'environment', variable },
  };
}

function fromFile(path: string): MasterKey {
  try {
    const created = !existsSync(path) && createOnce(path);
    chmodSync(path, 0o600);
    const secret = readFileSync(path, 'utf8').trim();
    if (secret === '') throw new StartError(`the master key's file ${path} is empty: delete it and start again`);
    return { secret, origin: { kind: 'file', path, created } };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(
      `the master key's file ${path} cannot be used (${code}): set MASTER_KEY, or mend the file's owner and mode`,
    );
  }
}

/** False when another process was first: processes that start together on one folder have one key, and none reads half of it. */
function createOnce(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `sk-${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}
