import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './wait-for.js';

/** A fresh folder that PostgreSQL's own user can pass through when the tests run as root. */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** One with an embedded database that is up to date, as `npm test` has had it made by the product; without that a fresh one. */
export function makePreparedDataFolder(): string {
  const folder = makeDataFolder();
  const prepared = process.env['TEST_DATA_FOLDER'];
  // keeps the owner, whom PostgreSQL insists on
  if (prepared !== undefined) execFileSync('cp', ['-a', join(prepared, 'postgresql'), folder]);
  return folder;
}

/** The address of the database that runs embedded in a data folder, from what the product keeps there. */
export function embeddedDatabaseUrl(dataFolder: string): string {
  const folder = join(dataFolder, 'postgresql');
  const password = readFileSync(join(folder, 'password'), 'utf8').trim();
  const port = postmasterLines(dataFolder)?.[3] ?? '';
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** The process of that database; undefined while none runs. */
export function embeddedDatabasePid(dataFolder: string): number | undefined {
  const pid = Number(postmasterLines(dataFolder)?.[0] ?? 0);
  return pid > 0 ? pid : undefined;
}

/** Removes the folder; ends a database that a killed gateway left running in it. */
export async function removeDataFolder(dataFolder: string): Promise<void> {
  const pid = embeddedDatabasePid(dataFolder);
  if (pid !== undefined) {
    signal(pid, 'SIGQUIT');
    await waitFor('the end of the embedded database', () => !existsSync(`/proc/${String(pid)}/cwd`));
  }
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}

/** pid, data folder, start time, port … */
function postmasterLines(dataFolder: string): readonly string[] | undefined {
  try {
    return readFileSync(join(dataFolder, 'postgresql', 'data', 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended by itself
  }
}
