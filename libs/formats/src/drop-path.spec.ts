import { dropPath } from './drop-path.js';

describe('dropPath', () => {
  const body = { a: { b: 1, c: [{ d: 1, e: 2 }, { e: 3 }] }, f: [1, 2, 3] };

  test.each([
    ['a', { f: [1, 2, 3] }],
    ['a.b', { a: { c: body.a.c }, f: body.f }],
    ['a.c[*].e', { a: { b: 1, c: [{ d: 1 }, {}] }, f: body.f }],
    ['a.c[1].e', { a: { b: 1, c: [{ d: 1, e: 2 }, {}] }, f: body.f }],
    ['f[0]', { a: body.a, f: [2, 3] }],
  ])('%s is gone, all else stays', (path, left) => {
    expect(dropPath(body, path)).toEqual(left);
  });

  test.each([['x'], ['a.x'], ['a.c[7].e'], ['f.a'], ['']])(
    '%p, which is not there, leaves the very same body',
    (path) => {
      expect(dropPath(body, path)).toBe(body);
    },
  );
});
