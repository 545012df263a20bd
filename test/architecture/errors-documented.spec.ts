import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '@tollgate/canonical';

const text = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');
const sections = new Map(
  [...text.matchAll(/^### `(\w+)`\n([\s\S]*?)(?=\n###? |$(?![\s\S]))/gm)].map(([, code = '', body = '']) => [
    code,
    body.trim(),
  ]),
);

describe('docs/errors.md', () => {
  it('has one paragraph for each code of the table, and no other', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });

  it.each(Object.entries(ERROR_CODES))('%s: begins with its status and says what to do', (code, { status }) => {
    const body = sections.get(code) ?? '';
    if (code !== 'upstream_error') expect(body).toMatch(new RegExp(`^${status}\\b`));
    expect(body.length).toBeGreaterThan(40);
  });
});
