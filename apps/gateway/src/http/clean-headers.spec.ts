import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { cleanHeaders } from './clean-headers.js';

describe('cleanHeaders', () => {
  it('leaves alone what HTTP can carry, and encodes other scripts', () => {
    expect(cleanHeaders({ a: 'plain é', b: '模型', c: 'x\r\nset-cookie: 1' })).toEqual({
      a: 'plain é',
      b: '%E6%A8%A1%E5%9E%8B',
      c: 'xset-cookie: 1',
    });
  });

  it('makes any text one that node:http sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => validateHeaderValue('x', cleanHeaders({ x: text })['x'] ?? '')).not.toThrow();
      }),
      { seed: 7 },
    );
  });
});
