// npm run db:diff: fails when the migrations do not build what prisma/schema.prisma says.
import { bring } from './lib/bring.mjs';
import { main, Problem } from './lib/problem.mjs';
import { prismaCommand } from './lib/prisma-command.mjs';
import { runQuietly } from './lib/run.mjs';
import { withDatabase } from './lib/with-database.mjs';

/** Prisma's exit code for "they differ". */
const differs = 2;

await main(async () => {
  await bring({ build: false });
  const { code, output } = await withDatabase(diff);
  if (code === 0) process.stdout.write('schema and migrations agree\n');
  else if (code === differs) throw new Problem(`schema and migrations differ; still to be migrated:\n${output.trim()}`);
  else throw new Problem(`prisma migrate diff failed:\n${output.trim()}`);
});

function diff(url) {
  const args = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
  const run = prismaCommand([...args, '--script', '--exit-code'], { ...process.env, DATABASE_URL: url });
  return runQuietly(run.command, run.args, { env: run.env });
}
