import fc from 'fast-check';
import { compareSpecificity, compileWildcard } from './wildcard.js';

describe('compileWildcard', () => {
  it('anchors both ends and captures each star', () => {
    expect(compileWildcard('openai/gpt-*-mini').exec('openai/gpt-5-mini')?.[1]).toBe('5');
    expect(compileWildcard('openai/gpt-*-mini').test('openai/gpt-5-mini-tts')).toBe(false);
    expect(compileWildcard('openai/*').test('my-openai/x')).toBe(false);
    expect(compileWildcard('*/x/*').exec('a/x/b')?.slice(1)).toEqual(['a', 'b']);
  });

  it('takes every other character for itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = text.replaceAll('*', '');
        expect(compileWildcard(name).test(name)).toBe(true);
        expect(compileWildcard(name).test(`${name}x`)).toBe(false);
        expect(compileWildcard(`${name}*`).exec(`${name}rest`)?.[1]).toBe('rest');
      }),
    );
  });
});

describe('compareSpecificity', () => {
  it('puts the longer pattern first, then the one with fewer stars, always the same way', () => {
    const patterns = ['openai/*', 'openai/gpt-*', 'b/*/c', 'b/**c', 'a/*/c'];
    const sorted = ['openai/gpt-*', 'openai/*', 'a/*/c', 'b/*/c', 'b/**c'];
    fc.assert(
      fc.property(fc.shuffledSubarray(patterns, { minLength: 5 }), (order) =>
        expect([...order].sort(compareSpecificity)).toEqual(sorted),
      ),
    );
  });
});
