import type { FallbackSettings, FallbackWishes } from '@tollgate/canonical';
import { findFallbacks } from './find-fallbacks.js';

const table = (entries: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(entries));
const settings = (more: Partial<FallbackSettings> = {}): FallbackSettings => ({
  general: table({ a: ['b', 'c'], '*': ['any'] }),
  max: 5,
  ...more,
});

/** Who takes over after a failure of this class. */
function after(failureClass: string, name: string, of = settings(), wishes?: FallbackWishes, group = name) {
  return findFallbacks({ name, group }, of, wishes)
    .filter(({ afterFailures }) => (afterFailures as readonly string[]).includes(failureClass))
    .map((found) => found.name);
}

describe('findFallbacks', () => {
  it.each([
    'timeout',
    'rate-limit',
    'server',
    'unavailable',
    'connection',
    'incomplete',
    'authentication',
    'not-found',
  ])("names a group's own in order after %s, and those of any group for others", (failureClass) => {
    expect(after(failureClass, 'a')).toEqual(['b', 'c']);
    expect(after(failureClass, 'z')).toEqual(['any']);
  });

  it.each(['bad-request', 'unprocessable', 'budget', 'client-closed'])('names none after %s', (failureClass) => {
    expect(after(failureClass, 'a')).toEqual([]);
    expect(after(failureClass, 'a', settings(), { list: ['x'] })).toEqual([]);
  });

  it.each([
    ['context-window', 'contextWindow'],
    ['content-policy', 'contentPolicy'],
  ] as const)('keeps %s for the groups that are set apart for it, where any are', (failureClass, kind) => {
    expect(after(failureClass, 'a')).toEqual(['b', 'c']);
    const apart = settings({ [kind]: table({ a: ['long'] }) });
    expect(after(failureClass, 'a', apart)).toEqual(['long']);
    expect(after(failureClass, 'z', apart)).toEqual([]);
    expect(after('server', 'a', apart)).toEqual(['b', 'c']);
  });

  it("puts a client's wishes before what is configured, and marks them", () => {
    expect(after('server', 'a', settings(), { list: ['x'] })).toEqual(['x']);
    expect(after('context-window', 'a', settings({ contextWindow: table({ a: ['long'] }) }), { list: ['x'] })).toEqual([
      'x',
    ]);
    expect(after('server', 'a', settings(), { general: table({ a: ['y'] }) })).toEqual(['y']);
    expect(after('content-policy', 'a', settings(), { contentPolicy: table({ a: ['y'] }) })).toEqual(['y']);
    const wishes = findFallbacks({ name: 'a', group: 'a' }, settings(), { contextWindow: table({ a: ['long'] }) });
    expect(wishes.map(({ name, isWish }) => [name, isWish])).toEqual([
      ['long', true],
      ['b', false],
      ['c', false],
    ]);
  });

  it('finds a group by its alias, its own name, and its name without a provider', () => {
    const named = settings({ general: table({ a: ['b'], alias: ['c'] }) });
    expect(after('server', 'alias', named, undefined, 'a')).toEqual(['c']);
    expect(after('server', 'other', named, undefined, 'a')).toEqual(['b']);
    expect(after('server', 'openai/a', named, undefined, 'openai/*')).toEqual(['b']);
    expect(after('server', 'openai/z', named, undefined, 'openai/*')).toEqual([]);
  });
});
