import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { lockHash } from './install.mjs';
import { Problem } from './problem.mjs';
import { runQuietly } from './run.mjs';

const schemaFile = fromRoot('prisma', 'schema.prisma');
const stampFile = fromRoot('libs', 'persistence', 'src', 'generated', 'prisma', '.stamp');

/** The Prisma client is generated, never committed; it is current when schema and Prisma's version are those of the stamp. */
export function isGenerated() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

export async function generate() {
  process.stderr.write('tollgate: generating the database client\n');
  const stamp = wantedStamp();
  const { code, output } = await runQuietly(process.execPath, [fromRoot('tools', 'prisma.mjs'), 'generate']);
  if (code !== 0) throw new Problem(`prisma generate failed:\n${output.trim()}`);
  writeFileSync(stampFile, stamp);
}

function wantedStamp() {
  return createHash('sha256').update(readFileSync(schemaFile)).update(lockHash()).digest('hex');
}
