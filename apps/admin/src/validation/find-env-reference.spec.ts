import { DEPTH_MAX, findEnvReference } from './find-env-reference.js';

const NONE: ReadonlySet<string> = new Set();

function nested(depth: number, innermost: unknown): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('findEnvReference', () => {
  it.each([
    [{ a: 'os.environ/X' }, ['a']],
    [{ a: 1, b: [null, { c: 'os.environ/X' }] }, ['b', '1', 'c']],
    ['os.environ/X', []],
    [{ a: '\n os.environ/X ' }, ['a']],
    [nested(DEPTH_MAX, 'os.environ/X'), Array.from({ length: DEPTH_MAX }, () => '0')],
  ])('finds the one in %j', (body, path) => {
    expect(findEnvReference(body, NONE)).toEqual({ kind: 'reference', path, name: 'X' });
  });

  it('finds the first in the order of the body', () => {
    expect(findEnvReference({ a: { b: 'os.environ/ONE' }, c: 'os.environ/TWO' }, NONE)).toMatchObject({ name: 'ONE' });
  });

  it.each([
    [undefined],
    [null],
    [7],
    ['os.environ'],
    [{ 'os.environ/X': 'a name, which nobody resolves' }],
    ['see os.environ/X'],
  ])('finds none in %j', (body) => {
    expect(findEnvReference(body, NONE)).toBeUndefined();
  });

  it('passes the allowed names, to the letter', () => {
    const allowed = new Set(['X']);
    expect(findEnvReference(['os.environ/X'], allowed)).toBeUndefined();
    for (const name of ['x', 'XY', 'X/Y', 'X\nY'])
      expect(findEnvReference([`os.environ/${name}`], allowed)).toMatchObject({ name });
  });

  it('reads a list of any length', () => {
    const long = Array.from({ length: 300_000 }, () => 'x');
    expect(findEnvReference({ long }, NONE)).toBeUndefined();
    expect(findEnvReference({ long: [...long, 'os.environ/X'] }, NONE)).toMatchObject({ path: ['long', '300000'] });
  });

  it('follows no body to the end of the stack', () => {
    expect(findEnvReference(nested(DEPTH_MAX + 1, 'x'), NONE)).toEqual({ kind: 'too-deep' });
    expect(findEnvReference(nested(100_000, 'os.environ/X'), NONE)).toEqual({ kind: 'too-deep' });
  });
});
