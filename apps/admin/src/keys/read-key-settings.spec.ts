import { LIMIT_NANO_USD_MAX } from '@tollgate/kernel';
import type { KeySettingsDto } from './dto/key-settings.dto.js';
import { readKeySettings } from './read-key-settings.js';

const NOW = Date.UTC(2026, 0, 1);

const settings = (dto: KeySettingsDto): unknown => {
  const outcome = readKeySettings(dto, NOW);
  return outcome.ok ? outcome.value : outcome.error;
};
const messageOf = (dto: KeySettingsDto): string => (settings(dto) as Error).message;

describe('settings of a key from a request', () => {
  it('leaves alone what the request does not name', () => {
    expect(settings({})).toEqual({});
    expect(settings({ key_alias: undefined, max_budget: undefined } as unknown as KeySettingsDto)).toEqual({});
  });

  it('clears what the request names with null', () => {
    expect(settings({ key_alias: null, max_budget: null, models: null, metadata: null, duration: null })).toEqual({
      alias: null,
      maxBudgetNano: null,
      models: [],
      metadata: {},
      expiresAt: null,
    });
  });

  it('keeps zero apart from nothing: a budget or rate of 0 refuses every call', () => {
    expect(settings({ max_budget: 0, rpm_limit: 0, max_parallel_requests: 0 })).toEqual({
      maxBudgetNano: 0n,
      rpmLimit: 0,
      maxParallelRequests: 0,
    });
  });

  it('reads a duration from now, and "-1" as never', () => {
    expect(settings({ duration: '30s' })).toEqual({ expiresAt: NOW + 30_000 });
    expect(settings({ duration: '-1' })).toEqual({ expiresAt: null });
    expect(messageOf({ duration: '5 parsecs' })).toBe('Unsupported duration unit, passed duration: 5 parsecs');
  });

  it.each([-1, NaN, Infinity])('refuses a budget of %p dollars', (usd) => {
    expect(settings({ max_budget: usd })).toMatchObject({ status: 400, param: 'max_budget' });
    expect(messageOf({ soft_budget: usd })).toBe(
      `soft_budget must be a non-negative finite number. Received: ${String(usd)}`,
    );
  });

  it('takes the largest budget that can be counted and refuses a larger one, saying so', () => {
    expect(settings({ max_budget: 9_007_199 })).toEqual({ maxBudgetNano: LIMIT_NANO_USD_MAX });
    expect(messageOf({ max_budget: 9_007_200 })).toContain('must be at most 9007199 dollars');
    expect(messageOf({ max_budget: 1e300 })).toContain('must be at most 9007199 dollars');
  });

  it('refuses more parallel requests than the database can hold, and takes as many', () => {
    expect(settings({ max_parallel_requests: 2_147_483_648 })).toMatchObject({
      status: 400,
      param: 'max_parallel_requests',
    });
    expect(settings({ max_parallel_requests: 2_147_483_647 })).toMatchObject({ maxParallelRequests: 2_147_483_647 });
  });

  it('refuses negative counts, empty names and windows that mean nothing', () => {
    expect(settings({ tpm_limit: -1 })).toMatchObject({ status: 400, param: 'tpm_limit' });
    expect(settings({ key_alias: '' })).toMatchObject({ status: 400, param: 'key_alias' });
    expect(messageOf({ budget_duration: 'soon' })).toBe(
      "Invalid budget_duration 'soon'. Use a format like '1h', '24h', '7d', or '30d'.",
    );
  });

  it('reads a raise of the budget and its end together, wherever they stand, and null as the end of it', () => {
    const raise = { temp_budget_increase: 5, temp_budget_expiry: '2026-02-01T00:00:00+01:00' };
    const read = { tempBudgetIncreaseNano: 5_000_000_000n, tempBudgetExpiresAt: Date.UTC(2026, 0, 31, 23) };
    expect(settings(raise)).toEqual(read);
    expect(settings({ metadata: { ...raise, a: 1 } })).toEqual({ ...read, metadata: { a: 1 } });
    const none = { tempBudgetIncreaseNano: null, tempBudgetExpiresAt: null };
    expect(settings({ temp_budget_increase: null, temp_budget_expiry: null })).toEqual(none);
  });

  it('refuses half a raise, a negative one, and one that ends at no time', () => {
    const msg: unknown = expect.stringContaining('must be set together');
    const together = { response: { detail: [expect.objectContaining({ msg })] } };
    for (const half of [{ temp_budget_increase: 5 }, { temp_budget_expiry: '2026-02-01' }])
      expect(() => settings(half)).toThrow(expect.objectContaining(together) as Error);
    const temp_budget_expiry = '2026-02-01';
    expect(settings({ temp_budget_increase: -1, temp_budget_expiry })).toMatchObject({ param: 'temp_budget_increase' });
    expect(settings({ temp_budget_increase: 1, temp_budget_expiry: 'soon' })).toMatchObject({
      param: 'temp_budget_expiry',
    });
    expect(() => settings({ metadata: { temp_budget_increase: 5 } })).toThrow(
      expect.objectContaining(together) as Error,
    );
    expect(settings({ metadata: { temp_budget_increase: 'much' } })).toMatchObject({ status: 400 });
  });

  it('reads several budgets at once under both of their names, and refuses the first that means nothing', () => {
    const day = { budget_duration: '1d', max_budget: 5 };
    const budget_limits = [
      { ...day, reset_at: '2026-01-02T00:00:00Z' },
      { time_period: '1h', budget_limit: 0.5 },
    ];
    expect(settings({ budget_limits })).toEqual({ budgetLimits: [day, { budget_duration: '1h', max_budget: 0.5 }] });
    expect(settings({ budget_limits: null })).toEqual({ budgetLimits: [] });
    const faults = [[1], [{ max_budget: 1 }], [{ ...day, budget_duration: 'soon' }], [day, { ...day, max_budget: -1 }]];
    for (const faulty of [...faults, [{ ...day, max_budget: '5' }], Array<typeof day>(17).fill(day)])
      expect(settings({ budget_limits: faulty })).toMatchObject({
        status: 400,
        param: expect.stringContaining('budget_limits') as string,
      });
  });

  it("takes LiteLLM's tags out of the metadata, and leaves there what are no tags", () => {
    expect(settings({ metadata: { tags: ['blue'], a: 1 } })).toEqual({ metadata: { a: 1 }, tags: ['blue'] });
    expect(settings({ metadata: { tags: ['blue'] }, tags: ['red'] })).toEqual({ metadata: {}, tags: ['red'] });
    expect(settings({ metadata: { tags: 'blue' } })).toEqual({ metadata: { tags: 'blue' } });
    const many = Array.from({ length: 10_001 }, () => 'blue');
    expect(() => settings({ metadata: { tags: many } })).toThrow('metadata.tags may hold 10000 tags at most.');
    expect(settings({ tags: null })).toEqual({ tags: [] });
  });

  it.each(['sk-0123456789abcdefghijkl', 'A'.repeat(64), '01990000-0000-7000-8000-00000000000a'])(
    'refuses %s as an alias',
    (key_alias) => {
      expect(settings({ key_alias })).toMatchObject({ status: 400, param: 'key_alias' });
    },
  );

  it('refuses a setting that is not served before anything else is read', () => {
    expect(settings({ guardrails: ['pii'], max_budget: -1 })).toMatchObject({
      code: 'unsupported_parameter',
      param: 'guardrails',
    });
  });
});
