import type { LimitedScope } from '@tollgate/canonical';
import { endOf, granted, open, refused } from './limiter-harness.contract.js';
import { attemptAsk, BOUND } from './test-doubles.js';
import { settled } from '../../../../test/support/time/index.js';

describe('Limiter: rates and concurrency', () => {
  const rates = (limits: LimitedScope['limits']): LimitedScope => ({ scope: 'key', id: 'key-1', limits });

  it('refuses the second request of a minute with the recorded text and headers, without the key’s hash', async () => {
    const opened = open();
    const scopes = [rates({ requestsPerMinute: 1 })];
    const first = await granted(opened, attemptAsk(opened.clock, { scopes }));
    expect(first.rateLimitHeaders).toEqual({
      'x-ratelimit-api_key-limit-requests': '1',
      'x-ratelimit-api_key-remaining-requests': '0',
    });
    expect(await refused(opened, attemptAsk(opened.clock, { scopes }))).toMatchObject({
      code: 'rate_limited',
      status: 429,
      type: 'throttling_error',
      param: undefined,
      retryAfterMs: 60_000,
      headers: { rate_limit_type: 'requests', reset_at: '2026-11-20 12:01:00 UTC' },
      message:
        'Rate limit exceeded for api_key: sk-...abcd. Limit type: requests. Current limit: 1, Remaining: 0. ' +
        'Limit resets at: 2026-11-20 12:01:00 UTC',
    });
    opened.clock.advance(30_000);
    await granted(opened, attemptAsk(opened.clock, { scopes }));
  });

  it('charges token rates with the input and what is usual, and trues it up', async () => {
    const opened = open();
    const scopes = [rates({ tokensPerMinute: 1000 })];
    const first = await granted(opened, attemptAsk(opened.clock, { scopes }));
    expect(first).toMatchObject({
      heldTokens: 258n,
      rateLimitHeaders: { 'x-ratelimit-api_key-remaining-tokens': '742' },
    });
    opened.limiter.settle(first, endOf(first, 0n), true);
    const second = await granted(opened, attemptAsk(opened.clock, { scopes }));
    expect(second).toMatchObject({
      heldTokens: 18n,
      rateLimitHeaders: { 'x-ratelimit-api_key-remaining-tokens': '964' },
    });
    const limited = await granted(opened, attemptAsk(opened.clock, { scopes, bound: { ...BOUND, clientLimit: 3 } }));
    expect(limited.heldTokens).toBe(11n);
  });

  it('charges token rates with what is usual where a client claims more, as those do that ask for the model’s maximum', async () => {
    const opened = open();
    const scopes = [rates({ tokensPerMinute: 1000 })];
    const bound = { ...BOUND, clientLimit: 64_000 };
    expect((await granted(opened, attemptAsk(opened.clock, { scopes, bound }))).heldTokens).toBe(258n);
    const several = { ...BOUND, clientLimit: 3, choices: 4 };
    expect((await granted(opened, attemptAsk(opened.clock, { scopes, bound: several }))).heldTokens).toBe(20n);
  });

  it('says how many tokens remain when the next call needs more', async () => {
    const opened = open();
    const error = await refused(opened, attemptAsk(opened.clock, { scopes: [rates({ tokensPerMinute: 1 })] }));
    expect(error.message).toContain('Limit type: tokens. Current limit: 1, Remaining: 1.');
    expect(error.headers['rate_limit_type']).toBe('tokens');
  });

  it('refuses a call too many at once, and frees the slot with the request', async () => {
    const opened = open();
    const scopes = [rates({ concurrentRequests: 1 })];
    const first = await granted(opened, attemptAsk(opened.clock, { scopes }));
    const error = await refused(opened, attemptAsk(opened.clock, { scopes }));
    expect(error.headers).toEqual({ rate_limit_type: 'max_parallel_requests', reset_at: '2026-11-20 12:01:00 UTC' });
    opened.limiter.settle(first, endOf(first, 0n), true);
    await settled();
    await granted(opened, attemptAsk(opened.clock, { scopes }));
  });

  it('never consumes a request for a call that is refused', async () => {
    const opened = open();
    const scopes = [rates({ requestsPerMinute: 2, concurrentRequests: 1 })];
    const first = await granted(opened, attemptAsk(opened.clock, { scopes }));
    await refused(opened, attemptAsk(opened.clock, { scopes }));
    opened.limiter.settle(first, endOf(first, 0n), true);
    await settled();
    await granted(opened, attemptAsk(opened.clock, { scopes }));
  });

  it('takes the caller’s requests with the first attempt only, and the target’s with each that goes there', async () => {
    const opened = open();
    const scopes = [
      rates({ requestsPerMinute: 1 }),
      { scope: 'deployment' as const, id: 'd', limits: { requestsPerMinute: 1 } },
    ];
    const ask = attemptAsk(opened.clock, { scopes });
    await granted(opened, ask);
    const other = [scopes[0], { scope: 'deployment' as const, id: 'd2', limits: { requestsPerMinute: 1 } }].filter(
      (s) => s !== undefined,
    );
    const previous = { attempt: 1, costNano: 0n, tokens: 0n };
    await granted(opened, { ...ask, attempt: 2, scopes: other, previous });
    const error = await refused(opened, { ...ask, attempt: 3, previous: { ...previous, attempt: 2 } });
    expect(error.message).toContain('for deployment: d');
  });
});
