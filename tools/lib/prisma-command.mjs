import { fromRoot } from './paths.mjs';
import { withProductNode } from './run.mjs';

/** How to run the Prisma CLI with our stand-in for its native schema engine, which no npm package holds. */
export function prismaCommand(args, env = process.env) {
  const cli = fromRoot('node_modules', 'prisma', 'build', 'index.js');
  return withProductNode(cli, args, {
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: fromRoot('tools', 'schema-engine.mjs'),
    ...env,
  });
}
