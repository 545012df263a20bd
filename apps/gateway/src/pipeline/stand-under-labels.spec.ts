import type { GatewaySettings, Label, ScopeLimits } from '@tollgate/canonical';
import type { CallerFacts } from './caller-facts.js';
import { standUnder } from './stand-under-labels.js';

const CALLER = {
  customer: 'ann',
  customerId: 'own',
  customerOfAllId: 'of-all',
  tags: ['blue'],
  tagIds: ['t'],
  tagOfAllIds: ['t-of-all'],
} as unknown as CallerFacts;
const label = (id: string, more: Partial<Label> = {}): Label => ({
  id,
  blocked: false,
  limits: {},
  limited: false,
  ...more,
});

function scopes(labels: readonly Label[], settings: Partial<GatewaySettings> = {}, budget?: ScopeLimits) {
  const standing = standUnder(
    CALLER,
    { labels: new Map(labels.map((one) => [one.id, one])), budget: budget && { limits: budget } },
    settings,
  );
  if (!standing.ok) return standing.error.code;
  return standing.value.scopes.map(({ scope, id, limits }) => [scope, id, limits]);
}

describe('standUnder', () => {
  it("stands a call under its tenant's customer and under each tag, without limits where none were set", () => {
    expect(scopes([])).toEqual([
      ['customer', 'own', {}],
      ['tag', 't', {}],
    ]);
  });

  it('adds the customer of all tenants where there is one, each with limits of its own', () => {
    const own = label('own', { limited: true, limits: { requestsPerMinute: 1 } });
    const ofAll = label('of-all', { limited: true, limits: { maxBudget: 5n } });
    expect(scopes([own, ofAll])).toEqual([
      ['customer', 'own', { requestsPerMinute: 1 }],
      ['customer', 'of-all', { maxBudget: 5n }],
      ['tag', 't', {}],
    ]);
  });

  it('refuses a customer that is blocked for its tenant or for all', () => {
    expect(scopes([label('own', { blocked: true })])).toBe('blocked_customer');
    expect(scopes([label('own'), label('of-all', { blocked: true })])).toBe('blocked_customer');
  });

  it('gives the default budget to whom nothing was set for: to all tenants together only where the customer is one of all', () => {
    const settings = { customerBudgetId: 'b' };
    const budget = { maxBudget: 7n, tokensPerMinute: 3 };
    expect(scopes([label('own')], settings, budget)).toMatchObject([
      ['customer', 'own', budget],
      ['tag', 't', {}],
    ]);
    expect(scopes([label('of-all')], settings, budget)).toMatchObject([
      ['customer', 'own', {}],
      ['customer', 'of-all', budget],
      ['tag', 't', {}],
    ]);
    const limited = label('of-all', { limited: true, limits: { maxBudget: 5n } });
    expect(scopes([limited], settings, budget)).toMatchObject([
      ['customer', 'own', {}],
      ['customer', 'of-all', { maxBudget: 5n }],
      ['tag', 't', {}],
    ]);
  });

  it('gives the default amount to whom no money was set for', () => {
    const settings = { maxCustomerBudget: 9n };
    expect(scopes([], settings)).toMatchObject([
      ['customer', 'own', { maxBudget: 9n }],
      ['tag', 't', {}],
    ]);
    const rated = label('of-all', { limited: true, limits: { requestsPerMinute: 1 } });
    expect(scopes([rated], settings)).toMatchObject([
      ['customer', 'own', {}],
      ['customer', 'of-all', { requestsPerMinute: 1, maxBudget: 9n }],
      ['tag', 't', {}],
    ]);
    const paid = label('own', { limited: true, limits: { maxBudget: 1n } });
    expect(scopes([paid], settings)).toMatchObject([
      ['customer', 'own', { maxBudget: 1n }],
      ['tag', 't', {}],
    ]);
  });

  it('refuses customers without a budget while the default that the operator names is not there', () => {
    expect(scopes([], { customerBudgetId: 'gone' })).toBe('unbounded_cost');
    expect(scopes([label('own', { limited: true })], { customerBudgetId: 'gone' })).not.toBe('unbounded_cost');
  });

  it('refuses who was not made for all tenants, where the operator serves the known alone: calls make customers of tenants', () => {
    const settings = { refusesUnknownCustomers: true } as const;
    expect(scopes([], settings)).toBe('unknown_customer');
    expect(scopes([label('own')], settings)).toBe('unknown_customer');
    expect(scopes([label('of-all')], settings)).toMatchObject([
      ['customer', 'own', {}],
      ['customer', 'of-all', {}],
      ['tag', 't', {}],
    ]);
    expect(scopes([label('own', { blocked: true })], settings)).toBe('blocked_customer');
    const nobody = { ...CALLER, customer: undefined, customerId: undefined, customerOfAllId: undefined };
    expect(standUnder(nobody, { labels: new Map(), budget: undefined }, settings).ok).toBe(true);
  });

  it('adds the tag of all tenants where there is one, by its name, with its limits and its models', () => {
    const ofAll = label('t-of-all', { limits: { maxBudget: 5n }, models: ['gpt-4o'] });
    const standing = standUnder(CALLER, { labels: new Map([['t-of-all', ofAll]]), budget: undefined }, {});
    expect(standing).toMatchObject({
      ok: true,
      value: {
        tagModels: [['gpt-4o']],
        scopes: [
          { scope: 'customer', id: 'own' },
          { scope: 'tag', id: 't', name: 'blue', limits: {} },
          { scope: 'tag', id: 't-of-all', name: 'blue', limits: { maxBudget: 5n } },
        ],
      },
    });
  });
});
