import { SCOPES, type LimitedScope } from '@tollgate/canonical';
import { balanceWindows, countersFor } from './counters-for.js';

const NOW = Date.UTC(2026, 10, 20, 12, 0, 30);
const LIMITS = { maxBudget: 5n, requestsPerMinute: 1, tokensPerMinute: 2, concurrentRequests: 3 };
const EVERY: readonly LimitedScope[] = SCOPES.map(({ name }) => ({ scope: name, id: `${name}-id`, limits: LIMITS }));

describe('countersFor', () => {
  it('takes from all four counters of every scope with the first attempt', () => {
    expect(countersFor(EVERY, NOW, 1)).toHaveLength(SCOPES.length * 4);
  });

  it('takes requests and concurrency of the caller only once, those of a target with each attempt', () => {
    const later = countersFor(EVERY, NOW, 2).filter(({ kind }) => kind === 'requests' || kind === 'concurrency');
    expect([...new Set(later.map(({ scope }) => scope))]).toEqual(['model', 'provider', 'deployment']);
    expect(countersFor(EVERY, NOW, 2).filter(({ kind }) => kind === 'money')).toHaveLength(SCOPES.length);
  });

  it('takes from a scope that is named twice once', () => {
    const tag: LimitedScope = { scope: 'tag', id: 'tag-id', limits: { maxBudget: 5n } };
    expect(countersFor([tag, tag], NOW, 1)).toHaveLength(1);
  });

  it('keeps a limit of 0 apart from no limit', () => {
    const limits = { maxBudget: 0n, requestsPerMinute: 0, tokensPerMinute: 0, concurrentRequests: 0 };
    expect(countersFor([{ scope: 'key', id: 'k', limits }], NOW, 1)).toHaveLength(4);
    expect(countersFor([{ scope: 'key', id: 'k', limits: {} }], NOW, 1)).toHaveLength(0);
  });
});

describe('balanceWindows', () => {
  it('names each scope’s lifetime, and the window of a budget that resets', () => {
    const budgetWindow = { duration: '1d', anchor: 0, timeZone: 'UTC' };
    expect(
      balanceWindows(
        [
          { scope: 'key', id: 'k', limits: {} },
          { scope: 'team', id: 't', limits: { maxBudget: 1n, budgetWindow } },
        ],
        NOW,
      ),
    ).toEqual([
      { scope: 'key', id: 'k', start: 0 },
      { scope: 'team', id: 't', start: 0 },
      { scope: 'team', id: 't', start: Date.UTC(2026, 10, 20) },
    ]);
  });
});
