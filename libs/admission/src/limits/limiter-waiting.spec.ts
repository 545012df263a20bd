import type { LimitedScope } from '@tollgate/canonical';
import type { AttemptAsk } from './attempt-ask.js';
import {
  ANSWER_NANO,
  ANSWER_TOKENS,
  budgetOf,
  endOf,
  granted,
  open,
  refused,
  type Opened,
} from './limiter-harness.contract.js';
import { attemptAsk, BOUND, PRINCIPAL } from './test-doubles.js';
import { settled } from '../../../../test/support/time/index.js';
import { WAIT_BOUNDS } from './wait-line.js';

describe('Limiter: waiting', () => {
  const all = budgetOf(48_000n);
  const whole = { ...BOUND, clientLimit: 20 };

  /** Holds the whole budget of 48,000. */
  const hold = (opened: Opened, changes: Partial<AttemptAsk> = {}) =>
    granted(opened, attemptAsk(opened.clock, { bound: whole, scopes: [all], ...changes }));

  it('ends in 429 budget_busy after budget_wait_ms, never in budget_exceeded', async () => {
    const opened = open();
    await hold(opened);
    const waiting = opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all] }));
    await settled();
    opened.clock.advance(29_999);
    opened.ticker.tick();
    expect(opened.limiter.waiting).toBe(1);
    opened.clock.advance(1);
    opened.ticker.tick();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'budget_busy', status: 429, retryAfterMs: 1000 } });
  });

  it('ends at the client’s own deadline when that is nearer', async () => {
    const opened = open();
    await hold(opened);
    const waiting = opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all], remainingMs: 500 }));
    await settled();
    opened.clock.advance(500);
    opened.ticker.tick();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'budget_busy' } });
  });

  it('is served in the order of coming when the money comes free', async () => {
    const opened = open();
    const first = await hold(opened);
    const order: string[] = [];
    const later = ['a', 'b', 'c'].map(async (name) => {
      const reservation = await hold(opened);
      order.push(name);
      opened.limiter.settle(reservation, endOf(reservation, 0n), true);
    });
    await settled();
    opened.limiter.settle(first, endOf(first, 0n), true);
    await Promise.all(later);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('lets no small call pass a large one that waits for the same budget', async () => {
    const opened = open();
    const half = await hold(opened, { bound: { ...BOUND, clientLimit: 2 } });
    const order: string[] = [];
    const large = hold(opened).then((reservation) => {
      order.push('large');
      opened.limiter.settle(reservation, endOf(reservation, 0n), true);
    });
    await settled();
    const small = hold(opened, { bound: { ...BOUND, clientLimit: 1 } }).then(() => order.push('small'));
    await settled();
    expect(order).toEqual([]);
    opened.limiter.settle(half, endOf(half, 0n, 2), true);
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
  });

  it('asks with what was learned of the deployment meanwhile', async () => {
    const opened = open();
    const first = await hold(opened);
    const waiting = opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all] }));
    await settled();
    // it went past its limit: from here on its maximum must be held, which this budget does not pay
    opened.limiter.settle(first, endOf(first, 0n, 41), true);
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'budget_exceeded' } });
  });

  it('does not hold up callers of other budgets', async () => {
    const opened = open();
    await hold(opened);
    void opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all] }));
    await settled();
    expect(
      (await granted(opened, attemptAsk(opened.clock, { bound: whole, scopes: [budgetOf(48_000n, 'key', 'other')] })))
        .heldNano,
    ).toBe(48_000n);
  });

  it('keeps a quiet key’s wait to a few answers beside a key with 50 times the calls', async () => {
    const opened = open();
    const shared = budgetOf(10n ** 9n, 'team', 't');
    const slot: LimitedScope = { scope: 'organization', id: 'o', limits: { maxBudget: 48_000n } };
    let answered = 0;
    const run = async (keyId: string): Promise<number> => {
      const reservation = await hold(opened, { principal: { ...PRINCIPAL, keyId }, scopes: [shared, slot] });
      await settled();
      opened.limiter.settle(reservation, endOf(reservation, 0n), true);
      return (answered += 1);
    };
    const noisy = Array.from({ length: 50 }, () => run('noisy'));
    await settled();
    const answeredBefore = answered;
    const quiet = await run('quiet');
    expect(quiet - answeredBefore).toBeLessThanOrEqual(WAIT_BOUNDS.placesPerKey + 3);
    await Promise.all(noisy);
  });

  it('ends with the client, leaving nothing held', async () => {
    const opened = open();
    const first = await hold(opened);
    const client = new AbortController();
    const waiting = opened.limiter.reserve(
      attemptAsk(opened.clock, { bound: whole, scopes: [all], signal: client.signal }),
    );
    await settled();
    client.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'client_closed' } });
    opened.limiter.settle(first, endOf(first, 0n), true);
    await settled();
    expect(await opened.store.read({ scope: 'key', id: 'key-1', kind: 'money', window: { start: 0 } })).toEqual({
      settled: 0n,
      held: 0n,
    });
  });

  it('gives back what is granted to a client that leaves in that moment', async () => {
    const opened = open();
    const first = await hold(opened);
    const client = new AbortController();
    const waiting = opened.limiter.reserve(
      attemptAsk(opened.clock, { bound: whole, scopes: [all], signal: client.signal }),
    );
    await settled();
    opened.limiter.settle(first, endOf(first, 0n), true);
    client.abort();
    expect(await waiting).toMatchObject({ ok: false });
    await settled();
    expect((await opened.store.read({ scope: 'key', id: 'key-1', kind: 'money', window: { start: 0 } })).held).toBe(0n);
  });

  it('takes its share from the key that has the most when the line is full', async () => {
    const opened = open({ waitersMax: 4, bodyBytesMax: 10_000, placesPerKey: 2 });
    await hold(opened);
    const waitAs = (keyId: string, bodyBytes = 1) =>
      opened.limiter.reserve(
        attemptAsk(opened.clock, { principal: { ...PRINCIPAL, keyId }, bound: whole, scopes: [all], bodyBytes }),
      );
    const noisy = [1, 2, 3, 4].map(() => waitAs('noisy'));
    await settled();
    const fifth = await waitAs('noisy');
    expect(fifth).toMatchObject({ ok: false, error: { code: 'budget_busy' } });
    void waitAs('quiet');
    expect(await noisy[3]).toMatchObject({
      ok: false,
      error: { code: 'budget_busy', message: expect.stringContaining('no more requests can wait') },
    });
    expect(opened.limiter.waiting).toBe(4);
    expect(await waitAs('large', 10_001)).toMatchObject({ ok: false, error: { code: 'budget_busy' } });
  });

  it('keeps the waiting bodies within their bytes', async () => {
    const opened = open({ waitersMax: 100, bodyBytesMax: 10_000, placesPerKey: 2 });
    await hold(opened);
    const waitAs = (keyId: string) =>
      opened.limiter.reserve(
        attemptAsk(opened.clock, { principal: { ...PRINCIPAL, keyId }, bound: whole, scopes: [all], bodyBytes: 4_000 }),
      );
    void waitAs('a');
    await settled();
    const second = waitAs('a');
    await settled();
    void waitAs('b');
    expect(await second).toMatchObject({ ok: false, error: { code: 'budget_busy' } });
    expect(opened.limiter.waiting).toBe(2);
  });

  it('ends in 503 on shutdown, and lets nobody wait after it', async () => {
    const opened = open();
    const first = await hold(opened);
    const waiting = opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all] }));
    await settled();
    await opened.limiter.close();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'shutting_down' } });
    expect(await refused(opened, attemptAsk(opened.clock, { bound: whole, scopes: [all] }))).toMatchObject({
      code: 'shutting_down',
    });
    opened.limiter.settle(first, endOf(first, 1n), true);
    await opened.limiter.close();
  });

  it('ends at once when the process is told to end, while what is under way goes on', async () => {
    const opened = open();
    const first = await hold(opened);
    const waiting = opened.limiter.reserve(attemptAsk(opened.clock, { bound: whole, scopes: [all] }));
    await settled();
    opened.limiter.stopWaiting();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'shutting_down' } });
    opened.limiter.settle(first, endOf(first, 1n), true);
    expect(await hold(opened, { scopes: [budgetOf(48_000n, 'key', 'another')] })).toMatchObject({ heldNano: 48_000n });
  });

  it('stops ticking when nobody waits', async () => {
    const opened = open();
    const first = await hold(opened);
    const waiting = hold(opened);
    await settled();
    expect(opened.ticker.running).toBe(1);
    opened.limiter.settle(first, endOf(first, 0n), true);
    await waiting;
    opened.ticker.tick();
    expect(opened.ticker.running).toBe(0);
  });
});

describe('a retry that has to wait for money', () => {
  it('asks again without waking itself, and goes on when the one before it has settled', async () => {
    const opened = open();
    const scopes = [budgetOf(ANSWER_NANO)];
    const ask = (requestId: string, changes: Partial<AttemptAsk> = {}): AttemptAsk =>
      attemptAsk(opened.clock, { requestId, scopes, bound: { ...BOUND, clientLimit: ANSWER_TOKENS }, ...changes });
    const first = await opened.limiter.reserve(ask('failing'));
    expect(first.ok).toBe(true);
    const other = opened.limiter.reserve(ask('other'));
    await settled();
    const previous = { attempt: 1, costNano: 0n, tokens: 0n };
    const retry = opened.limiter.reserve(ask('failing', { attempt: 2, previous }));
    const granted = await other;
    if (!granted.ok) throw granted.error;
    await settled();
    expect(opened.limiter.waiting).toBe(1);
    opened.limiter.settle(granted.value, endOf(granted.value, 0n), true);
    expect((await retry).ok).toBe(true);
  });
});
