import { encodePath, UnsafePathError } from './encode-path.js';

describe('encodePath', () => {
  it('encodes each segment exactly once', () => {
    expect(encodePath(['v1', 'models', 'a/b c', 'x%20y'])).toBe('/v1/models/a%2Fb%20c/x%2520y');
  });

  it('keeps what a segment may hold readable', () => {
    expect(encodePath(['v1beta', 'models', 'gemini-2.5-flash:generateContent'])).toBe(
      '/v1beta/models/gemini-2.5-flash:generateContent',
    );
  });

  it.each(['', '.', '..', '%2e%2e', '%252e%252e', 'a/../b', 'a\\..\\b', '..%2fx', 'a\u0000b', 'a%0ab', 'a\u007f'])(
    'refuses %j',
    (segment) => {
      expect(() => encodePath(['v1', segment])).toThrow(UnsafePathError);
    },
  );
});
