import { ANSWER_NANO, budgetOf, endOf, granted, open, refused } from './limiter-harness.contract.js';
import { attemptAsk, BOUND } from './test-doubles.js';
import { settled } from '../../../../test/support/time/index.js';

describe('Limiter: when limits cannot be counted', () => {
  it('refuses limited callers with 503 while the lock is lost, and serves the others', async () => {
    const opened = open();
    opened.lock.isHeld = false;
    const error = await refused(opened, attemptAsk(opened.clock, { scopes: [budgetOf(10n ** 9n)] }));
    expect(error).toMatchObject({ code: 'store_unavailable', status: 503, retryAfterMs: 1000 });
    await granted(opened, attemptAsk(opened.clock, { scopes: [{ scope: 'key', id: 'key-1', limits: {} }] }));
  });

  it('refuses those who wait when the lock is lost meanwhile', async () => {
    const opened = open();
    const ask = () => attemptAsk(opened.clock, { bound: { ...BOUND, clientLimit: 20 }, scopes: [budgetOf(48_000n)] });
    await granted(opened, ask());
    const waiting = opened.limiter.reserve(ask());
    await settled();
    opened.lock.isHeld = false;
    opened.ticker.tick();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
  });

  it('counts what another process spent while the lock was lost', async () => {
    const opened = open();
    const ask = () => attemptAsk(opened.clock, { scopes: [budgetOf(ANSWER_NANO)] });
    const running = await granted(opened, ask());
    opened.lock.isHeld = false;
    opened.balances.balances.set('key/key-1/0', ANSWER_NANO - 1n);
    opened.lock.isHeld = true;
    expect(await refused(opened, ask())).toMatchObject({ code: 'budget_exceeded' });
    opened.limiter.settle(running, endOf(running, 1n), true);
    expect(await opened.limiter.spendOf({ scope: 'key', id: 'key-1' })).toBe(ANSWER_NANO);
  });

  it('answers 503 when a counter cannot be seeded, never 422', async () => {
    const opened = open();
    opened.balances.failing = true;
    expect(await refused(opened, attemptAsk(opened.clock, { scopes: [budgetOf(1n)] }))).toMatchObject({
      code: 'store_unavailable',
    });
    expect(await opened.limiter.spendOf({ scope: 'key', id: 'key-1' })).toBeUndefined();
  });

  it('throws for a settlement that is no integer >= 0 instead of clamping it', async () => {
    const opened = open();
    const first = await granted(opened, attemptAsk(opened.clock, { scopes: [budgetOf(10n ** 9n)] }));
    expect(() => opened.limiter.settle(first, endOf(first, -1n), true)).toThrow(RangeError);
  });

  it('loses no settlement that the store refuses for a while', async () => {
    const opened = open();
    const first = await granted(opened, attemptAsk(opened.clock, { scopes: [budgetOf(10n ** 9n)] }));
    const settle = jest.spyOn(opened.store, 'settle').mockRejectedValueOnce(new Error('away'));
    opened.limiter.settle(first, endOf(first, ANSWER_NANO), true);
    await settled();
    opened.ticker.tick();
    await opened.limiter.close();
    expect(settle).toHaveBeenCalledTimes(2);
    expect(await opened.limiter.spendOf({ scope: 'key', id: 'key-1' })).toBe(ANSWER_NANO);
  });
});
