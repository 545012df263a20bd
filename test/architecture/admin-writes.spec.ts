import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
/** What admins change is written by these; each write goes through the transaction that ControlPlane hands out. */
const FOLDER = 'libs/persistence/src/repositories';
const WRITE =
  /\.(create|createMany|update|updateMany|upsert|delete|deleteMany|createManyAndReturn|updateManyAndReturn)\(/;
const RAW = /\$executeRaw|\b(INSERT INTO|UPDATE|DELETE FROM) tollgate\./;

describe('what changes the objects of the admin API', () => {
  const lines = readdirSync(join(ROOT, FOLDER))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(join(ROOT, FOLDER, file), 'utf8')
        .split('\n')
        .map((text) => ({ file, text })),
    );

  it('writes through the transaction of the control plane alone, so that no change goes without audit and epoch', () => {
    const writes = lines.filter(({ text }) => WRITE.test(text) && /\b\w*(prisma|tx)\b/.test(text));
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.filter(({ text }) => !/\btx\./.test(text))).toEqual([]);
    expect(lines.filter(({ text }) => /\.\$transaction\(|\.transaction\(/.test(text))).toEqual([]);
    expect(lines.filter(({ text }) => RAW.test(text) && !/tx\.\$executeRaw/.test(text))).toEqual([]);
  });
});
