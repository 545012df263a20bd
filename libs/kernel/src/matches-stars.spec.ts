import { matchesStars } from './matches-stars.js';

describe('matchesStars', () => {
  it.each([
    ['gpt-4o', 'gpt-4o'],
    ['*', ''],
    ['*', 'anything'],
    ['gpt-*', 'gpt-'],
    ['*-admin', 'team-admin'],
    ['a*b*c', 'abc'],
    ['a*b*c', 'a-bb-b-c'],
    ['a**c', 'ac'],
  ])('takes for %j the text %j', (pattern, text) => {
    expect(matchesStars(pattern, text)).toBe(true);
  });

  it.each([
    ['gpt-4o', 'gpt-4o-mini'],
    ['', 'x'],
    ['gpt-*', 'my-gpt-4'],
    ['*-admin', 'admin'],
    ['a*a', 'a'],
    ['a*b*b', 'ab'],
    ['a*b*c', 'acb'],
    ['a.c', 'abc'],
  ])('does not take for %j the text %j', (pattern, text) => {
    expect(matchesStars(pattern, text)).toBe(false);
  });

  it('is done at once with a text that almost fits in many ways', () => {
    expect(matchesStars(`${'a*'.repeat(50)}b`, 'a'.repeat(100_000))).toBe(false);
  });
});
