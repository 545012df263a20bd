// npm run db:diff: fails when the migrations do not build what prisma/schema.prisma says.
import { bring } from './lib/bring.mjs';
import { diffToSchema } from './lib/diff-to-schema.mjs';
import { main, Problem } from './lib/problem.mjs';
import { withDatabase } from './lib/with-database.mjs';

await main(async () => {
  await bring({ build: false });
  const script = await withDatabase(diffToSchema);
  if (script !== undefined) throw new Problem(`schema and migrations differ; still to be migrated:\n${script.trim()}`);
  process.stdout.write('schema and migrations agree\n');
});
