import type { JsonObject } from '@tollgate/kernel';
import { askedTier } from './asked-tier.js';

const tier = (value: string | undefined): JsonObject => (value === undefined ? {} : { service_tier: value });

describe('askedTier', () => {
  it.each([
    [undefined, 'flex', 'priority', 'flex'],
    [undefined, undefined, 'priority', 'priority'],
    ['priority', 'flex', undefined, 'priority'],
    [undefined, undefined, undefined, undefined],
  ])('of extra_body %p, the client’s wish %p and the default %p is %p', (forced, wished, byDefault, asked) => {
    const request = wished === undefined ? {} : { serviceTier: wished };
    expect(askedTier(request, { extraBody: tier(forced), defaults: tier(byDefault) })).toBe(asked);
  });
});
