// npm run db:migrate -- --name what_changes: writes the migration for what changed in prisma/schema.prisma.
// Without DATABASE_URL it is compared on a throw-away PostgreSQL; the product applies it at its next start.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bring } from './lib/bring.mjs';
import { diffToSchema } from './lib/diff-to-schema.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { withDatabase } from './lib/with-database.mjs';

await main(async () => {
  const name = readName(process.argv.slice(2));
  await bring({ build: false });
  const script = await withDatabase(diffToSchema);
  if (script === undefined) process.stdout.write('schema and migrations agree: there is nothing to migrate\n');
  else
    process.stdout.write(`written: ${write(name, script)}\nread it before it is applied: the next start does that\n`);
});

function readName(argv) {
  const wanted = 'say what changes: npm run db:migrate -- --name add_something (small letters, digits, _)';
  try {
    const { values } = parseArgs({ args: argv, options: { name: { type: 'string' } } });
    if (/^[a-z0-9_]+$/.test(values.name ?? '')) return values.name;
  } catch (error) {
    throw new Problem(`${error.message}; ${wanted}`);
  }
  throw new Problem(wanted);
}

/** Whole or not at all: a folder without its script would stand in the way of every later migration. */
function write(name, script) {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = path.join('prisma', 'migrations', `${stamp}_${name}`);
  mkdirSync(fromRoot(folder));
  try {
    writeFileSync(fromRoot(folder, 'migration.sql'), script);
  } catch (error) {
    rmSync(fromRoot(folder), { recursive: true, force: true });
    throw error;
  }
  return path.join(folder, 'migration.sql');
}
