import type { LimitedScope, Reservation } from '@tollgate/canonical';
import type { AttemptAsk } from './attempt-ask.js';
import { CounterGate } from './counter-gate.js';
import { Limiter } from './limiter.js';
import { MemoryCounterStore } from './memory-counter-store.js';
import {
  attemptAsk,
  BOUND,
  FakeBalances,
  FakeClock,
  FakeLock,
  FakeProgress,
  FakeTicker,
  PRINCIPAL,
  settled,
} from './test-doubles.js';
import { WAIT_BOUNDS, type WaitBounds } from './wait-line.js';

/** An answer's true cost: 8 input tokens at 1,000 and 10 output tokens at 2,000 nano-dollars. */
const ANSWER_TOKENS = 10;
const ANSWER_NANO = 28_000n;

function open(bounds: WaitBounds = WAIT_BOUNDS) {
  const clock = new FakeClock();
  const ticker = new FakeTicker();
  const balances = new FakeBalances();
  const lock = new FakeLock();
  const store = new MemoryCounterStore(clock, balances, new FakeProgress());
  return {
    clock,
    ticker,
    balances,
    lock,
    store,
    limiter: new Limiter(store, new CounterGate(lock), clock, ticker, bounds),
  };
}
type Opened = ReturnType<typeof open>;

const budgetOf = (maxBudget: bigint, scope: LimitedScope['scope'] = 'key', id = 'key-1'): LimitedScope => ({
  scope,
  id,
  limits: { maxBudget },
});

/** Reserves, lets an upstream that honours limits answer, settles. Says whether the answer was whole. */
async function call(
  { limiter, store }: Opened,
  ask: AttemptAsk,
  watch: (spent: bigint) => void = () => undefined,
): Promise<string> {
  const reserved = await limiter.reserve(ask);
  if (!reserved.ok) return reserved.error.code;
  const { outputTokens = ANSWER_TOKENS, limitUpstream } = reserved.value;
  const output = limitUpstream ? Math.min(ANSWER_TOKENS, outputTokens) : ANSWER_TOKENS;
  await settled();
  limiter.settle(reserved.value, endOf(reserved.value, 8_000n + BigInt(output) * 2_000n, output), true);
  const budget = reserved.value.counters.find(({ kind }) => kind === 'money');
  if (budget !== undefined) watch((await store.read(budget)).settled);
  return output === ANSWER_TOKENS ? 'stop' : 'length';
}

function endOf(reservation: Reservation, costNano: bigint, output = ANSWER_TOKENS) {
  return {
    attempt: reservation.attempt,
    costNano,
    tokens: BigInt(8 + output),
    reportedOutput: output,
    deploymentId: 'deployment-1',
    choices: 1,
  };
}

async function granted(opened: Opened, ask: AttemptAsk): Promise<Reservation> {
  const reserved = await opened.limiter.reserve(ask);
  if (!reserved.ok) throw reserved.error;
  return reserved.value;
}

async function refused(opened: Opened, ask: AttemptAsk) {
  const reserved = await opened.limiter.reserve(ask);
  if (reserved.ok) throw new Error('was granted');
  return reserved.error;
}

describe('Limiter: money', () => {
  it.each<[string, number | undefined]>([
    ['without a limit of the client', undefined],
    ['with a limit that the answer just meets', ANSWER_TOKENS],
    ['with a wide limit', 500],
  ])('answers exactly 10 of 200 parallel calls whole from a budget for 10, %s', async (_case, clientLimit) => {
    const opened = open();
    const budget = 10n * ANSWER_NANO;
    const bound = clientLimit === undefined ? BOUND : { ...BOUND, clientLimit };
    let highest = 0n;
    const calls = Array.from({ length: 200 }, () =>
      call(opened, attemptAsk(opened.clock, { scopes: [budgetOf(budget)], bound }), (spent) => {
        if (spent > highest) highest = spent;
      }),
    );
    const ends = await Promise.all(calls);
    expect(ends.filter((end) => end === 'stop')).toHaveLength(10);
    expect(ends.filter((end) => end === 'budget_exceeded')).toHaveLength(190);
    expect(highest).toBe(budget);
    expect(opened.limiter.waiting).toBe(0);
  });

  it('answers 75 of 80 calls in a row from a budget for 75, without a limit of the client', async () => {
    const opened = open();
    const ends: string[] = [];
    for (let index = 0; index < 80; index += 1) {
      ends.push(await call(opened, attemptAsk(opened.clock, { scopes: [budgetOf(75n * ANSWER_NANO)] })));
    }
    expect(ends).toEqual([...Array<string>(75).fill('stop'), ...Array<string>(5).fill('budget_exceeded')]);
  });

  it('refuses a spent budget with the recorded text, status and headers', async () => {
    const opened = open();
    opened.balances.balances.set('key/key-1/0', 40_000_000n);
    const error = await refused(opened, attemptAsk(opened.clock, { scopes: [budgetOf(30_000_000n)] }));
    expect(error).toMatchObject({
      code: 'budget_exceeded',
      status: 422,
      type: 'budget_exceeded',
      param: undefined,
      message: 'Budget has been exceeded! Key=key (sk-...abcd) Current cost: 0.04, Max budget: 0.03',
      headers: { 'x-should-retry': 'false' },
    });
  });

  it('names the scope that lacks in LiteLLM’s words, its reset, and the status that is configured', async () => {
    const opened = open();
    const spent = (scope: LimitedScope['scope'], id: string) =>
      opened.balances.balances.set(`${scope}/${id}/0`, 40_000_000n);
    spent('team', 't-1');
    spent('user', 'u-1');
    const principal = { ...PRINCIPAL, teamId: 't-1', userId: 'u-1' };
    const settings = { budgetExceededStatus: 429, budgetOutputFloor: 2048, budgetWaitMs: 30_000 };
    const team = await refused(
      opened,
      attemptAsk(opened.clock, { principal, settings, scopes: [budgetOf(30_000_000n, 'team', 't-1')] }),
    );
    expect(team).toMatchObject({
      status: 429,
      message: 'Budget has been exceeded! Team=t-1 Current cost: 0.04, Max budget: 0.03',
    });
    const user = await refused(
      opened,
      attemptAsk(opened.clock, { principal, scopes: [budgetOf(30_000_000n, 'user', 'u-1')] }),
    );
    expect(user.message).toBe('ExceededBudget: User=u-1 over budget. Spend=0.04, Budget=0.03');
    const budgetWindow = { duration: '1d', anchor: Date.UTC(2026, 0, 1), timeZone: 'UTC' };
    const daily = { scope: 'key' as const, id: 'key-1', limits: { maxBudget: 0n, budgetWindow } };
    const error = await refused(opened, attemptAsk(opened.clock, { scopes: [daily] }));
    expect(error.message).toContain('Budget resets at: 2026-11-21 00:00:00 UTC');
  });

  it('refuses an unpriced model under a budget and names the line that mends it, but serves it elsewhere', async () => {
    const opened = open();
    const bound = { ...BOUND, price: undefined };
    const error = await refused(opened, attemptAsk(opened.clock, { bound, model: 'mystery', scopes: [budgetOf(1n)] }));
    expect(error).toMatchObject({ code: 'unpriced_model', status: 422 });
    expect(error.message).toContain("model_name 'mystery'");
    expect(error.message).toContain('input_cost_per_token');
    expect(await granted(opened, attemptAsk(opened.clock, { bound }))).toMatchObject({
      heldNano: 0n,
      limitUpstream: false,
    });
  });

  it('refuses what can cost any amount under a budget, naming the members', async () => {
    const opened = open();
    const bound = { ...BOUND, unbounded: ['web_search_options: fees without a limit'] };
    const error = await refused(opened, attemptAsk(opened.clock, { bound, scopes: [budgetOf(10n ** 12n)] }));
    expect(error).toMatchObject({ code: 'unbounded_cost', status: 422 });
    expect(error.message).toContain('web_search_options: fees without a limit');
  });

  it('leaves a rich key’s answer as it was, and says when one is limited', async () => {
    const opened = open();
    const rich = await granted(opened, attemptAsk(opened.clock, { scopes: [budgetOf(10n ** 12n)] }));
    expect(rich).toMatchObject({ outputTokens: 32_768, limitUpstream: false });
    expect(rich.loweredBy).toBeUndefined();
    const modest = await granted(
      opened,
      attemptAsk(opened.clock, { scopes: [budgetOf(8_000n + 16n * 2_000n * 2048n, 'team', 't')] }),
    );
    expect(modest).toMatchObject({ outputTokens: 4096, limitUpstream: true, loweredBy: 'team' });
  });

  it('gives a reasoning model a floor of 8,192 tokens, or the thinking budget and 1,024', async () => {
    const opened = open();
    const left = 8_000n + 2_000n * 10_000n;
    const reasoning = await granted(
      opened,
      attemptAsk(opened.clock, { bound: { ...BOUND, reasoning: true }, scopes: [budgetOf(left, 'key', 'a')] }),
    );
    expect(reasoning.outputTokens).toBe(8192);
    const bound = { ...BOUND, reasoning: true, reasoningBudget: 4000 };
    expect(
      (await granted(opened, attemptAsk(opened.clock, { bound, scopes: [budgetOf(left, 'key', 'b')] }))).outputTokens,
    ).toBe(5024);
  });

  it('holds for every choice that is asked for', async () => {
    const opened = open();
    const bound = { ...BOUND, choices: 3, clientLimit: 10 };
    expect((await granted(opened, attemptAsk(opened.clock, { bound, scopes: [budgetOf(10n ** 9n)] }))).heldNano).toBe(
      68_000n,
    );
  });

  it('holds a deployment’s maximum from the answer on that passed its limit', async () => {
    const opened = open();
    const scopes = [budgetOf(10n ** 9n)];
    const bound = { ...BOUND, clientLimit: 20 };
    const first = await granted(opened, attemptAsk(opened.clock, { bound, scopes }));
    expect(first.heldNano).toBe(48_000n);
    opened.limiter.settle(first, endOf(first, 90_000n, 41), true);
    const next = await granted(opened, attemptAsk(opened.clock, { bound, scopes }));
    expect(next).toMatchObject({ outputTokens: 32_768, limitUpstream: false });
  });
});

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
    opened.limiter.settle(half, endOf(half, 0n), true);
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
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
