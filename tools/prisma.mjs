// The Prisma CLI without its downloaded engine: schema-engine.mjs stands in for it. Arguments are Prisma's own.
import { fromRoot } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { prismaCommand } from './lib/prisma-command.mjs';
import { runForeground } from './lib/run.mjs';

await main(() => {
  const { command, args, env } = prismaCommand(process.argv.slice(2));
  return runForeground(command, args, { env, cwd: fromRoot() });
});
