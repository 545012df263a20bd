import type { Settings } from './settings.js';
import { findRuntimeSetting, RUNTIME_SETTINGS, withKeptSettings } from './runtime-settings.js';

const FILE = {
  router: {
    numRetries: 2,
    retryAfterMs: 0,
    timeouts: { connectMs: 5_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 600_000 },
    fallbacks: { general: new Map([['a', ['b']]]), max: 5 },
  },
  gateway: {
    budgetExceededStatus: 422,
    errorSuffix: 'litellm-1.106',
    budgetOutputFloor: 16,
    budgetWaitMs: 0,
    defaultMaxOutputTokens: 4_096,
  },
  defaults: { dropParams: false },
} as unknown as Settings;

/** A value of each kind that no setting has of itself. */
const OTHER: Readonly<Record<string, unknown>> = {
  Integer: 3,
  Float: 7.5,
  Boolean: true,
  List: [{ z: ['y'] }],
  error_suffix: 'none',
  budget_exceeded_status_code: 403,
  default_fallbacks: ['y'],
  public_model_groups: ['y'],
};

describe('settings over the API', () => {
  it.each(RUNTIME_SETTINGS.map((setting) => [`${setting.section}.${setting.name}`, setting] as const))(
    '%s is in effect once it is set, and nothing else is changed by it',
    (_, setting) => {
      const value = OTHER[setting.name] ?? OTHER[setting.type];
      const set = withKeptSettings(FILE, { [setting.section]: { [setting.name]: value as never } });
      expect(setting.problemOf(value as never)).toBeUndefined();
      expect(setting.read(set)).not.toEqual(setting.read(FILE));
      expect(JSON.stringify(setting.read(set))).toContain(JSON.stringify(value).replace(/^\[|\]$/g, ''));
      const others = RUNTIME_SETTINGS.filter(({ read }) => JSON.stringify(read(set)) !== JSON.stringify(read(FILE)));
      expect(new Set(others.map(({ name }) => name.replace('request_', '').replace('default_', '')))).toEqual(
        new Set([setting.name.replace('request_', '').replace('default_', '')]),
      );
    },
  );

  it('leave the file as it is where nothing was set, and where what was set can be no more', () => {
    expect(withKeptSettings(FILE, {})).toBe(FILE);
    expect(withKeptSettings(FILE, { router_settings: { num_retries: -1, gone: 1 }, other: { x: 1 } })).toBe(FILE);
  });

  it('set fallbacks group by group before those of the file, an empty entry for none', () => {
    const kept = { fallbacks: [{ c: ['d'] }, { a: [] }] };
    expect(withKeptSettings(FILE, { router_settings: kept }).router.fallbacks.general).toEqual(
      new Map([
        ['a', []],
        ['c', ['d']],
      ]),
    );
  });

  it('go by router_settings where two sections name the same, as the file does', () => {
    const kept = { router_settings: { num_retries: 1 }, litellm_settings: { num_retries: 9 } };
    expect(withKeptSettings(FILE, kept).router.numRetries).toBe(1);
  });

  it.each([
    ['router_settings', 'num_retries', 1e9],
    ['litellm_settings', 'num_retries', 101],
    ['router_settings', 'timeout', 3_000_000],
    ['router_settings', 'stream_timeout', 1e300],
    ['general_settings', 'idle_timeout', 1e308],
    ['router_settings', 'retry_after', 1e300],
    ['general_settings', 'budget_wait_ms', 1e15],
  ])('takes no %s.%s of %d, which no timer and no provider can stand', (section, name, value) => {
    expect(findRuntimeSetting(section, name)?.problemOf(value)).toMatch(/^expected at most/);
  });

  it.each([
    'master_key',
    'database_url',
    'callbacks',
    'allow_client_mock_response',
    'allow_addresses_from_api',
    'pass_through_endpoints',
    'model_group_alias',
    'fallbacks_beyond_model_lists',
  ])('have no %s', (name) => {
    expect(RUNTIME_SETTINGS.filter((setting) => setting.name === name)).toEqual([]);
    expect(findRuntimeSetting('general_settings', name)).toBeUndefined();
  });
});
