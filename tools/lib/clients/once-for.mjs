import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../paths.mjs';

const stampName = '.whole';

/**
 * A folder under .cache/ that is filled once for what `file` says, and again when that changes. Filled by half it is filled anew.
 * Resolves with its path.
 */
export async function onceFor(name, file, fill) {
  const folder = fromRoot('.cache', 'clients', name);
  const stamp = path.join(folder, stampName);
  const wanted = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await fill(folder);
  writeFileSync(stamp, wanted);
  return folder;
}
