import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { program } from './paths.mjs';
import { Problem } from './problem.mjs';
import { runQuietly, withProductNode } from './run.mjs';

const template = 'tollgate_migrated';

/**
 * Runs `work` with what the product would make anew at each of hundreds of starts, made by it once: a data folder with a migrated database
 * (TEST_DATA_FOLDER), and a database on the tests' own server to copy migrated ones from (TEST_DATABASE_TEMPLATE). Without a build, or
 * on a server that is given, tests begin with nothing.
 */
export async function withPrepared(serverUrl, work) {
  if (!existsSync(program)) return work({});
  const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-prepared-'));
  // PostgreSQL's own user passes through it when the tests run as root
  chmodSync(folder, 0o755);
  try {
    const [, templateName] = await Promise.all([
      migrate({ DATA_DIR: folder }),
      serverUrl === undefined ? undefined : makeTemplate(serverUrl),
    ]);
    return await work({ TEST_DATA_FOLDER: folder, TEST_DATABASE_TEMPLATE: templateName ?? '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeTemplate(serverUrl) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${template}`);
  } finally {
    await client.end();
  }
  await migrate({ DATABASE_URL: Object.assign(new URL(serverUrl), { pathname: `/${template}` }).toString() });
  return template;
}

async function migrate(settings) {
  const run = withProductNode(program, ['migrate'], { PATH: process.env.PATH, HOME: tmpdir(), ...settings });
  const { code, output } = await runQuietly(run.command, run.args, { env: run.env });
  if (code !== 0) throw new Problem(`the product cannot make the tests' database:\n${output.trim()}`);
}
