import { type Deployment, SCOPES, type LimitedScope } from '@tollgate/canonical';
import { balanceWindows, countersFor, scopesOfAttempt } from './counters-for.js';

const NOW = Date.UTC(2026, 10, 20, 12, 0, 30);
const LIMITS = { maxBudget: 5n, requestsPerMinute: 1, tokensPerMinute: 2, concurrentRequests: 3 };
const MONEY = { scope: 'key', id: 'k', kind: 'money' } as const;
const EVERY: readonly LimitedScope[] = SCOPES.map(({ name }) => ({ scope: name, id: `${name}-id`, limits: LIMITS }));

describe('the scopes of an attempt', () => {
  const deployment = { group: 'openai/*', provider: 'openai', id: 'd', limits: {} } as Deployment;
  const sharesOf = (asked: string, ...models: string[]) => {
    const limited = Object.fromEntries(models.map((model) => [model, { requestsPerMinute: 1 }]));
    const key: LimitedScope = { scope: 'key', id: 'k', limits: {}, models: limited };
    return scopesOfAttempt([key], asked, deployment).flatMap(({ scope, id }) =>
      scope === 'model_per_key' ? [id] : [],
    );
  };

  it('are limited by the name that was asked for, else by it without its provider, and by the group', () => {
    expect(sharesOf('openai/gpt-4o', 'gpt-4o')).toEqual(['k:gpt-4o']);
    expect(sharesOf('openai/gpt-4o', 'gpt-4o', 'openai/gpt-4o')).toEqual(['k:openai/gpt-4o']);
    expect(sharesOf('router/openai/gpt-4o', 'gpt-4o', 'openai/*')).toEqual(['k:openai/*', 'k:gpt-4o']);
    expect(sharesOf('openai/gpt-4o-mini', 'gpt-4o')).toEqual([]);
    expect(sharesOf('gpt-4o', 'openai/gpt-4o')).toEqual([]);
  });
});

describe('countersFor', () => {
  it('takes from all four counters of every scope with the first attempt', () => {
    expect(countersFor(EVERY, NOW, 1)).toHaveLength(SCOPES.length * 4);
  });

  it('takes requests and concurrency of the caller only once, those of a target with each attempt', () => {
    const later = countersFor(EVERY, NOW, 2).filter(({ kind }) => kind === 'requests' || kind === 'concurrency');
    expect([...new Set(later.map(({ scope }) => scope))]).toEqual(['model', 'provider', 'deployment']);
    expect(countersFor(EVERY, NOW, 2).filter(({ kind }) => kind === 'money')).toHaveLength(SCOPES.length);
  });

  it("take a request of the caller's share of a model with the first attempt that goes to that model", () => {
    const requests = (attempt: number, entersModel?: boolean) =>
      countersFor(EVERY, NOW, attempt, entersModel).filter(({ kind }) => kind === 'requests');
    const shares = requests(2, true).filter(({ scope }) => scope.startsWith('model_per_'));
    expect(shares).toHaveLength(SCOPES.filter(({ name }) => name.startsWith('model_per_')).length);
    expect(requests(2, true).some(({ scope }) => scope === 'key')).toBe(false);
    expect(requests(3).some(({ scope }) => scope.startsWith('model_per_'))).toBe(false);
  });

  it('takes from a scope that is named twice once', () => {
    const tag: LimitedScope = { scope: 'tag', id: 'tag-id', limits: { maxBudget: 5n } };
    expect(countersFor([tag, tag], NOW, 1)).toHaveLength(1);
  });

  it('takes money from every budget that a scope has at once, and from two of one window by the smaller', () => {
    const day = { duration: '1d', anchor: 0, timeZone: 'UTC' };
    const furtherBudgets = [
      { maxBudget: 9n, budgetWindow: day },
      { maxBudget: 2n, budgetWindow: { ...day, duration: '24h' } },
      { maxBudget: 3n, budgetWindow: { ...day, duration: '1h' } },
    ];
    const limits = { maxBudget: 5n, budgetWindow: { ...day, duration: '1mo' }, furtherBudgets };
    expect(countersFor([{ scope: 'key', id: 'k', limits }], NOW, 2)).toEqual([
      { ...MONEY, limit: 5n, window: { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) } },
      { ...MONEY, limit: 2n, window: { start: Date.UTC(2026, 10, 20), end: Date.UTC(2026, 10, 21) } },
      { ...MONEY, limit: 3n, window: { start: Date.UTC(2026, 10, 20, 12), end: Date.UTC(2026, 10, 20, 13) } },
    ]);
  });

  it('raises a budget for calls that are admitted before the raise ends, and for no others', () => {
    const limits = { maxBudget: 5n, temporaryIncrease: { amount: 2n, until: NOW } };
    const limitAt = (instant: number) => countersFor([{ scope: 'key', id: 'k', limits }], instant, 1)[0]?.limit;
    expect([limitAt(NOW - 1), limitAt(NOW)]).toEqual([7n, 5n]);
    const raise = { temporaryIncrease: { amount: 2n, until: NOW + 1 } };
    expect(countersFor([{ scope: 'key', id: 'k', limits: raise }], NOW, 1)).toEqual([]);
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
      { scope: 'team', id: 't', start: Date.UTC(2026, 10, 20), budget: 'watched' },
    ]);
  });

  it('says of a soft budget, too, that somebody looks for its events, and of what has none that nobody does', () => {
    const windowsOf = (limits: object) => balanceWindows([{ scope: 'key', id: 'k', limits }], NOW);
    expect(windowsOf({ softBudget: 1n })).toEqual([{ scope: 'key', id: 'k', start: 0, budget: 'watched' }]);
    expect(windowsOf({ requestsPerMinute: 1 })).toEqual([{ scope: 'key', id: 'k', start: 0 }]);
  });

  it('names windows that began together once: their spend is one balance', () => {
    const week = { duration: '7d', anchor: Date.UTC(2026, 10, 16), timeZone: 'UTC' };
    const limits = {
      maxBudget: 1n,
      budgetWindow: { ...week, duration: '1d' },
      furtherBudgets: [{ maxBudget: 5n, budgetWindow: week }],
    };
    const startsAt = (instant: number) =>
      balanceWindows([{ scope: 'key', id: 'k', limits }], instant).map((w) => w.start);
    expect(startsAt(Date.UTC(2026, 10, 16, 12))).toEqual([0, Date.UTC(2026, 10, 16)]);
    expect(startsAt(Date.UTC(2026, 10, 17, 12))).toEqual([0, Date.UTC(2026, 10, 17), Date.UTC(2026, 10, 16)]);
  });
});
