import { Problem } from './problem.mjs';
import { prismaCommand } from './prisma-command.mjs';
import { runQuietly } from './run.mjs';

/** Prisma's exit code for "they differ". */
const differs = 2;

/**
 * The SQL that leads from what the migrations build to what prisma/schema.prisma says; undefined when they agree. The migrations
 * are applied to a database of its own on the server of `url`. (`prisma migrate dev` would do more than our stand-in for its
 * engine can: it wants to judge the loss of data on a shadow database that this engine does not make.)
 */
export async function diffToSchema(url) {
  const args = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
  const run = prismaCommand([...args, '--script', '--exit-code'], { ...process.env, DATABASE_URL: url });
  const { code, output, stdout } = await runQuietly(run.command, run.args, { env: run.env });
  if (code === 0) return undefined;
  if (code === differs) return stdout;
  throw new Problem(`prisma migrate diff failed:\n${output.trim()}`);
}
