#!/usr/bin/env node
// Stands in for Prisma's native schema engine (PRISMA_SCHEMA_ENGINE_BINARY): the same JSON-RPC over stdio, answered by the
// WASM build of the same engine commit and @prisma/adapter-pg, both from npm. Prisma speaks this protocol to itself only:
// after an upgrade of Prisma run test/architecture/prisma-tool.spec.ts and `npm run db:diff`.
import { parseArguments } from './lib/schema-engine/arguments.mjs';
import { logLine } from './lib/schema-engine/log.mjs';

const options = parseArguments(process.argv.slice(2));

if (options.command === 'version') {
  const { engineVersion } = await import('./lib/schema-engine/engine.mjs');
  process.stdout.write(`schema-engine-wasm ${engineVersion()}\n`);
} else if (options.command !== undefined) {
  const { runCommand } = await import('./lib/schema-engine/commands.mjs');
  // The CLI drops the first line of stderr.
  logLine('INFO', { message: 'schema-engine-wasm' });
  process.exitCode = await runCommand(options);
} else {
  const { serve } = await import('./lib/schema-engine/rpc.mjs');
  serve(options);
}
