import { ALL_POWERS, type KeyPowers } from '@tollgate/canonical';
import { findLoosenedLimit } from './find-loosened-limit.js';

const BEFORE: KeyPowers = {
  ...ALL_POWERS,
  maxBudgetNano: 10n,
  budgetDuration: '1d',
  tempBudgetIncreaseNano: 5n,
  tempBudgetExpiresAt: 100,
  budgetLimits: [{ budget_duration: '1h', max_budget: 1 }],
};

const loosenedBy = (after: Partial<KeyPowers>, before = BEFORE): string | undefined =>
  findLoosenedLimit(before, { ...before, ...after });

describe('limits that become more', () => {
  it('are a raise of the budget that is higher, or lasts longer, or is new', () => {
    expect(loosenedBy({ tempBudgetIncreaseNano: 6n })).toBe('tempBudgetIncreaseNano');
    expect(loosenedBy({ tempBudgetExpiresAt: 101 })).toBe('tempBudgetIncreaseNano');
    const raise = { tempBudgetIncreaseNano: 1n, tempBudgetExpiresAt: 1 };
    expect(loosenedBy(raise, { ...ALL_POWERS, maxBudgetNano: 1n })).toBe('tempBudgetIncreaseNano');
  });

  it('are not a raise that is lower, shorter, nothing or gone', () => {
    expect(loosenedBy({ tempBudgetIncreaseNano: 4n, tempBudgetExpiresAt: 99 })).toBeUndefined();
    expect(loosenedBy({ tempBudgetIncreaseNano: 0n, tempBudgetExpiresAt: 900 })).toBeUndefined();
    expect(loosenedBy({ tempBudgetIncreaseNano: null, tempBudgetExpiresAt: null })).toBeUndefined();
  });

  it('are other budgets in the place of those that are there, and not the first ones', () => {
    expect(loosenedBy({ budgetLimits: [] })).toBe('budgetLimits');
    expect(loosenedBy({ budgetLimits: [{ budget_duration: '1h', max_budget: 2 }] })).toBe('budgetLimits');
    expect(loosenedBy({ budgetLimits: BEFORE.budgetLimits }, ALL_POWERS)).toBeUndefined();
  });

  it('are those of its own where a linked budget has its own, which they would replace', () => {
    const linked = { ...ALL_POWERS, budgetId: 'shared' };
    expect(loosenedBy({ maxBudgetNano: 1n }, linked)).toBe('maxBudgetNano');
    expect(loosenedBy({ rpmLimit: 1 }, linked)).toBe('rpmLimit');
    expect(loosenedBy({ modelMaxBudget: { 'gpt-4o': 5 } }, linked)).toBe('modelMaxBudget');
    expect(loosenedBy({ maxBudgetNano: 1n }, ALL_POWERS)).toBeUndefined();
    expect(loosenedBy({ maxBudgetNano: 1n }, { ...linked, maxBudgetNano: 2n })).toBeUndefined();
  });

  it('are other edges of the windows of a budget, and of those beside it or of single models', () => {
    expect(loosenedBy({ budgetTimeZone: 'Europe/Berlin' })).toBe('budgetTimeZone');
    expect(loosenedBy({ budgetAnchor: 1 })).toBe('budgetAnchor');
    const ofModels = { ...ALL_POWERS, modelMaxBudget: { 'gpt-4o': 5 } };
    expect(loosenedBy({ budgetTimeZone: 'Europe/Berlin' }, ofModels)).toBe('budgetTimeZone');
    expect(loosenedBy({ budgetDuration: '1d', budgetAnchor: 1, maxBudgetNano: 1n }, ofModels)).toBeUndefined();
    expect(loosenedBy({ budgetTimeZone: 'Europe/Berlin' }, ALL_POWERS)).toBeUndefined();
  });
});
