import { fallbackSettingsOf } from './fallback-settings.js';
import { readSections } from './read-sections.js';

function settingsOf(file: Parameters<typeof readSections>[0]) {
  const sections = readSections(file);
  return { settings: fallbackSettingsOf(sections), problems: sections.problems };
}

describe('fallbackSettingsOf', () => {
  it('reads every kind, from router_settings before litellm_settings, kind by kind', () => {
    const { settings } = settingsOf({
      litellm_settings: { fallbacks: [{ a: ['x'] }], context_window_fallbacks: [{ a: ['long'] }], max_fallbacks: 9 },
      router_settings: {
        fallbacks: [{ a: ['b', { model: 'c' }] }, { a: ['late'] }],
        content_policy_fallbacks: [],
        max_fallbacks: 2,
      },
    });
    expect(settings).toEqual({
      general: new Map([['a', ['b', 'c']]]),
      contextWindow: new Map([['a', ['long']]]),
      contentPolicy: new Map(),
      max: 2,
    });
  });

  it('takes default_fallbacks for every group that has none, under an entry for * of its own', () => {
    const general = (router: object) => settingsOf({ router_settings: { ...router } }).settings.general;
    expect(general({ fallbacks: [{ a: ['b'] }], default_fallbacks: ['z'] })).toEqual(
      new Map([
        ['a', ['b']],
        ['*', ['z']],
      ]),
    );
    expect(general({ fallbacks: [{ '*': ['y'] }], default_fallbacks: ['z'] })).toEqual(new Map([['*', ['y']]]));
  });

  it('has none, and LiteLLM’s five at most, where nothing is set', () => {
    expect(settingsOf({}).settings).toEqual({ general: new Map(), max: 5 });
  });

  it.each([
    [{ fallbacks: [{ a: 'b' }] }, 'router_settings.fallbacks[0].a'],
    [{ fallbacks: [{ a: [{ model: 'b', api_base: 'http://x' }] }] }, 'router_settings.fallbacks[0].a[0]'],
    [{ max_fallbacks: -1 }, 'router_settings.max_fallbacks'],
  ])('refuses %j by its path', (router, path) => {
    expect(settingsOf({ router_settings: router }).problems).toMatchObject([{ path }]);
  });
});
