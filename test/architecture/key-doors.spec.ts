import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ADMIN = join(__dirname, '../../apps/admin/src');

describe('what is said of keys', () => {
  it('is read by the operator’s rules alone, so that a new door is held to them too', () => {
    const files = readdirSync(ADMIN, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
    );
    const reading = files.filter((file) =>
      /from '[./]+(keys\/)?read-key-settings\.js'/.test(readFileSync(join(ADMIN, file), 'utf8')),
    );
    expect(reading).toEqual([join('keys', 'key-policy.service.ts')]);
  });
});
