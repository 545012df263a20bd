// npm run db:migrate -- --name what_changes: writes the migration for what changed in prisma/schema.prisma.
// Without DATABASE_URL it is made on a throw-away PostgreSQL; the product applies it at its next start.
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { prismaCommand } from './lib/prisma-command.mjs';
import { runForeground } from './lib/run.mjs';
import { withDatabase } from './lib/with-database.mjs';

await main(async () => {
  await bring({ build: false });
  return withDatabase((url) => {
    const args = ['migrate', 'dev', ...process.argv.slice(2)];
    const run = prismaCommand(args, { ...process.env, DATABASE_URL: url });
    return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot() });
  });
});
