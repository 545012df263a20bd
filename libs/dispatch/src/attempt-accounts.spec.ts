import type { AttemptEnd, Limiter } from '@tollgate/admission';
import type { LimitedScope, ModelPrice, RouteStep, Usage } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { type JsonObject, LIMIT_NANO_USD_MAX, succeed } from '@tollgate/kernel';
import { PROVIDERS } from '@tollgate/providers';
import { AttemptAccounts } from './attempt-accounts.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { LiveAttempt } from './dispatched.js';
import { ManualClock } from '../../../test/support/time/index.js';

/** 1 and 2 nano-dollars a token. */
const PRICE: ModelPrice = {
  base: { input: 1_000_000n, output: 2_000_000n },
  tiers: [],
  serviceTiers: { priority: { input: 10_000_000n, output: 20_000_000n } },
  source: 'test',
};
const openai = PROVIDERS.find((provider) => provider.id === 'openai');
const BUDGET: LimitedScope = { scope: 'key', id: 'k', limits: { maxBudget: 1_000_000n } };

function setUp(options: { price?: ModelPrice | undefined; heldNano?: bigint; defaults?: JsonObject } = {}) {
  const errors: number[] = [];
  const clock = new ManualClock();
  const asks: Parameters<Limiter['reserve']>[0][] = [];
  const settled: { end: AttemptEnd; final: boolean; requestId: string }[] = [];
  const limiter = {
    reserve: (ask: Parameters<Limiter['reserve']>[0]) => {
      asks.push(ask);
      const counters = ask.scopes.some((scope) => scope.limits.maxBudget !== undefined) ? [{ kind: 'money' }] : [];
      return Promise.resolve(
        succeed({
          requestId: ask.requestId,
          attempt: ask.attempt,
          admittedAt: 0,
          counters,
          heldNano: options.heldNano ?? 500n,
          heldTokens: 0n,
          limitUpstream: false,
        }),
      );
    },
    learn: () => undefined,
    settle: ({ requestId }: { requestId: string }, end: AttemptEnd, final: boolean) =>
      settled.push({ end, final, requestId }),
  } as unknown as Limiter;
  // one token a word
  const count = (bound: { inputTexts: readonly string[] }): number =>
    bound.inputTexts.join(' ').split(/\s+/).filter(Boolean).length;
  const price = 'price' in options ? options.price : PRICE;
  const accounts = new AttemptAccounts(limiter, count, clock, (_deployment, error) => errors.push(error));
  const live = async (
    body: Record<string, unknown> = {},
    scopes: readonly LimitedScope[] = [BUDGET],
    model = 'm',
  ): Promise<LiveAttempt> => {
    const decoded = openaiChatClient.decodeRequest({
      body: { model: 'g', messages: [{ role: 'user', content: 'one two three' }], ...body },
      params: {},
      query: {},
    });
    if (!decoded.ok) throw decoded.error;
    const step = {
      deployment: { id: 'd', limits: {}, target: {} },
      target: {
        deploymentId: 'd',
        provider: 'openai',
        model,
        apiBase: 'http://x',
        defaults: options.defaults ?? {},
        extraBody: {},
      },
      timeouts: { totalMs: 1_000 },
    } as unknown as RouteStep;
    const ask = {
      requestId: 'r',
      admittedAt: 0,
      principal: {},
      request: decoded.value,
      grant: { scopes, model: { name: 'g' } },
      plan: { deadlineMs: 9 },
      snapshot: {
        priceOf: () => ({ price, facts: { maxOutputTokens: 100 } }),
        settings: { defaultMaxOutputTokens: 1_000 },
      },
      bodyBytes: 1,
      signal: new AbortController().signal,
    } as unknown as DispatchAsk;
    const operation = openai?.adapters.chat;
    if (openai === undefined || operation === undefined) throw new Error('no provider');
    const held = await accounts.reserve({ ask, step, operation, number: 1, previous: undefined, remainingMs: 7 });
    if (!held.ok) throw held.error;
    return {
      number: 1,
      step,
      provider: openai,
      ...held.value,
      startedAt: clock.at,
      startedMs: clock.at,
      warnings: [],
      outputLimit: undefined,
    };
  };
  return { accounts, live, asks, settled, clock, errors };
}

const usage = (input: number, output: number): Usage => ({ inputUncached: input, output });
const nothing = { usage: undefined, text: () => '', firstTokenAt: 0, status: 200 } as const;

describe('AttemptAccounts', () => {
  it('holds at the prices of the service tier that the operator sends with every call', async () => {
    const { live, asks } = setUp({ defaults: { service_tier: 'priority' } });
    await live();
    expect(asks[0]?.bound.price).toMatchObject({ outputNanoPerMillion: 20_000_000n });
  });

  it('tells admission what the model can answer with, whatever the client’s own limit is', async () => {
    const { live, asks } = setUp();
    await live({ max_tokens: 7 });
    expect(asks[0]?.bound).toMatchObject({ outputMax: 100, clientLimit: 7 });
  });

  it('teaches that an answer went past its limit, also where it was cut off and reported nothing', async () => {
    const { accounts, live, settled } = setUp();
    accounts.settle(accounts.close(await live(), { ...nothing, outcome: 'failure', overran: true }));
    expect(settled[0]?.end).toMatchObject({ overran: true });
    expect(settled[0]?.end).not.toHaveProperty('reportedOutput');
  });

  it('charges what was reported, at its prices, and says that it is no estimate', async () => {
    const { accounts, live } = setUp();
    const closed = accounts.close(await live(), { ...nothing, usage: usage(10, 5), outcome: 'success' });
    expect(closed).toMatchObject({
      costNano: 20n,
      estimated: false,
      end: { costNano: 20n, tokens: 15n, reportedOutput: 5 },
    });
    expect(closed.record).toMatchObject({
      costNano: '20',
      estimated: false,
      outcome: 'success',
      heldNano: '500',
      priceSource: 'test',
    });
  });

  it('keeps the provider’s own block once: with the usage, not with the attempt as well', async () => {
    const { accounts, live } = setUp();
    const reported = { ...usage(10, 5), raw: { prompt_tokens: 10 } };
    const closed = accounts.close(await live(), { ...nothing, usage: reported, outcome: 'success' });
    expect(closed.usage).toEqual(reported);
    expect(closed.record.usage).toEqual(usage(10, 5));
  });

  it('charges a report above the hold in full', async () => {
    const { accounts, live } = setUp({ heldNano: 10n });
    expect(accounts.close(await live(), { ...nothing, usage: usage(1_000, 1_000), outcome: 'success' }).costNano).toBe(
      3_000n,
    );
  });

  it('keeps a reported zero zero', async () => {
    const { accounts, live } = setUp();
    expect(
      accounts.close(await live(), { ...nothing, usage: usage(0, 0), text: () => 'a b', outcome: 'success' }),
    ).toMatchObject({ costNano: 0n, estimated: false });
  });

  it('takes a negative report for none', async () => {
    const { accounts, live } = setUp();
    const closed = accounts.close(await live(), {
      ...nothing,
      usage: usage(-1, -5),
      text: () => 'a b',
      outcome: 'success',
    });
    expect(closed).toMatchObject({ estimated: true, usage: { output: 2 } });
    expect(closed.costNano).toBe(BigInt(closed.usage?.inputUncached ?? 0) + 4n);
  });

  it.each([
    ['more tokens than any model has', usage(10, 1e15)],
    ['more money than any limit can be', usage(10, 2e9)],
  ])('takes a report of %s for none, keeps what was claimed, and says so', async (_name, claimed) => {
    const dear = { ...PRICE, base: { input: 1_000_000n, output: 9_000_000_000_000_000n } };
    const { accounts, live } = setUp({ price: dear });
    const closed = accounts.close(await live(), {
      ...nothing,
      usage: { ...claimed, raw: { completion_tokens: claimed.output } },
      text: () => 'a b',
      outcome: 'success',
    });
    expect(closed).toMatchObject({
      estimated: true,
      disbelieved: true,
      costNano: 500n,
      usage: { output: 2, raw: { completion_tokens: claimed.output } },
    });
    expect(closed.end.reportedOutput).toBeUndefined();
    expect(accounts.reportsDisbelieved).toBe(1);
  });

  it('believes a report that is large and possible, and teaches no more of it than the call could have brought', async () => {
    const { accounts, live } = setUp();
    const closed = accounts.close(await live({ max_tokens: 100 }), {
      ...nothing,
      usage: usage(10, 2_000_000_000),
      outcome: 'success',
    });
    expect(closed).toMatchObject({ estimated: false, costNano: 4_000_000_010n, end: { reportedOutput: 106 } });
    expect(closed.disbelieved).toBeUndefined();
  });

  it('charges an estimate of a key without limits at most what the call could cost', async () => {
    const { accounts, live, clock } = setUp();
    const attempt = await live({ max_tokens: 10 }, []);
    clock.at = 60_000;
    const words = 'word '.repeat(5_000);
    const closed = accounts.close(attempt, { ...nothing, text: () => words, outcome: 'cancelled' });
    expect(closed.costNano).toBe(attempt.atStake);
    const told = { ...nothing, interim: usage(1_000_000, 1), text: () => words, outcome: 'failure' as const };
    expect(accounts.close(attempt, told).costNano).toBe(attempt.atStake);
  });

  it('puts no more at stake, and no larger counts into a row, than the ledger holds', async () => {
    const { accounts, live } = setUp({ price: { ...PRICE, base: { input: 8_000_000_000_000_000n, output: 1n } } });
    const attempt = await live({ max_tokens: 2 ** 31 - 1, n: 128 }, []);
    expect(attempt.atStake).toBeLessThanOrEqual(LIMIT_NANO_USD_MAX);
    const closed = accounts.close(
      { ...attempt, estimate: () => ({ ...attempt.estimate(), inputTokens: 1e15 }) },
      {
        ...nothing,
        outcome: 'failure',
      },
    );
    expect(closed.usage?.inputUncached).toBeLessThan(2 ** 31);
    expect(closed.costNano).toBeLessThanOrEqual(LIMIT_NANO_USD_MAX);
  });

  it('charges the tier that served the answer', async () => {
    const { accounts, live } = setUp();
    expect(
      accounts.close(await live(), { ...nothing, usage: usage(1, 1), serviceTier: 'priority', outcome: 'success' })
        .costNano,
    ).toBe(30n);
  });

  it('charges several choices without a report once, not once for each of each', async () => {
    const { accounts, live } = setUp();
    const closed = accounts.close(await live({ n: 3 }), { ...nothing, text: () => 'a b c d e f', outcome: 'success' });
    expect(closed.costNano).toBe(BigInt(closed.usage?.inputUncached ?? 0) + 12n);
  });

  it('charges a broken stream for its time where that is more than what came, at most its hold, never 0', async () => {
    const { accounts, live, clock } = setUp({ heldNano: 150n });
    const attempt = await live();
    clock.at = 250;
    const closed = accounts.close(attempt, { ...nothing, text: () => 'a', outcome: 'cancelled' });
    expect(closed).toMatchObject({ estimated: true, usage: { output: 50 } });
    clock.at = 10_000;
    expect(accounts.close(attempt, { ...nothing, text: () => 'a', outcome: 'cancelled' }).costNano).toBe(150n);
  });

  it('believes the input that a broken stream told, and not its output', async () => {
    const { accounts, live } = setUp();
    const closed = accounts.close(await live(), {
      ...nothing,
      interim: usage(40, 1),
      text: () => 'a b c',
      outcome: 'failure',
    });
    expect(closed).toMatchObject({ estimated: true, usage: { inputUncached: 40, output: 3 }, costNano: 46n });
  });

  it('is free only where nothing can have been billed', async () => {
    const { accounts, live } = setUp();
    const attempt = await live();
    expect(accounts.closeFailed(attempt, { message: 'x', unbilled: true, status: 500 }, 'server').costNano).toBe(0n);
    expect(
      accounts.closeFailed(attempt, { message: 'x', unbilled: false, transport: 'reset' }, 'connection').costNano,
    ).toBeGreaterThan(0n);
  });

  it('knows no cost without a price: null in the record, nothing charged', async () => {
    const { accounts, live } = setUp({ price: undefined });
    const attempt = await live({}, []);
    for (const received of [{ ...nothing, usage: usage(1, 1) }, nothing]) {
      expect(accounts.close(attempt, { ...received, outcome: 'success' })).toMatchObject({
        costNano: undefined,
        record: { costNano: null },
        end: { costNano: 0n },
      });
    }
  });

  it('counts tokens only where a limit needs them', async () => {
    const { live, asks } = setUp();
    expect((await live({}, [])).counted).toBeUndefined();
    expect((await live()).counted).toBeGreaterThan(0);
    expect(asks.map((ask) => ask.bound.inputTokens > 0)).toEqual([false, true]);
  });

  it('holds for the next call what the deployment has shown, without counting it twice', async () => {
    const { accounts, live, asks } = setUp();
    const first = await live();
    accounts.close(first, { ...nothing, usage: usage((first.counted ?? 0) + 30, 1), outcome: 'success' });
    for (let time = 0; time < 20; time += 1) {
      const next = await live();
      expect(next.counted).toBe(first.counted);
      accounts.close(next, { ...nothing, usage: usage((first.counted ?? 0) + 30, 1), outcome: 'success' });
    }
    expect(asks.at(-1)?.bound.inputTokens).toBe((first.counted ?? 0) + 30);
  });

  it('tells admission what was counted before anything was learned, and the metric by how much it missed', async () => {
    const { accounts, live, asks, errors } = setUp();
    const first = await live();
    expect(asks[0]?.bound.price).not.toHaveProperty('countedInputNano');
    const counted = first.counted ?? 0;
    for (const error of [30, 0, -2]) {
      accounts.close(first, { ...nothing, usage: usage(counted + error, 1), outcome: 'success' });
    }
    expect(errors).toEqual([30, 0, -2]);
    await live();
    expect(asks[1]?.bound.price).toMatchObject({
      inputNano: BigInt(asks[1]?.bound.inputTokens ?? 0),
      countedInputNano: BigInt(counted),
    });
  });

  const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  it.each([
    ['a search by the provider', { web_search_options: {} }],
    ['an image', { messages: [{ role: 'user', content: [{ type: 'text', text: 'one two three' }, IMAGE] }] }],
  ])('learns nothing from a call whose input nobody can count: %s', async (_name, body) => {
    const { accounts, live, asks, errors } = setUp();
    const odd = await live(body);
    expect(odd.counted).toBeUndefined();
    accounts.close(odd, { ...nothing, usage: usage(60_000, 1), outcome: 'success' });
    const next = await live();
    expect(asks.at(-1)?.bound.inputTokens).toBe(next.counted);
    expect(errors).toEqual([]);
  });

  it('learns for each model beneath a wildcard, and with tools apart from without', async () => {
    const { accounts, live, asks } = setUp();
    const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }];
    const first = await live();
    accounts.close(first, { ...nothing, usage: usage((first.counted ?? 0) + 30, 1), outcome: 'success' });
    for (const next of [() => live({}, [BUDGET], 'n'), () => live({ tools })]) {
      expect((await next()).counted).toBe(asks.at(-1)?.bound.inputTokens);
    }
    await live();
    expect(asks.at(-1)?.bound.inputTokens).toBe((first.counted ?? 0) + 30);
    expect(asks.map(({ upstreamModel }) => upstreamModel)).toEqual(['m', 'n', 'm', 'm']);
  });

  it('puts at stake what is held, and where nobody’s money is held the most that the call can cost', async () => {
    const { live } = setUp({ heldNano: 123n });
    expect((await live()).atStake).toBe(123n);
    const free = await live({ max_tokens: 10 }, []);
    expect(free.counted).toBeUndefined();
    // 10 tokens of output at 2 nano-dollars, and the input at 1 for each byte at most
    expect(free.atStake).toBeGreaterThanOrEqual(20n + 3n);
    expect(free.atStake).toBeLessThan(100n);
    expect((await setUp({ price: undefined }).live({}, [])).atStake).toBe(0n);
  });

  it('lets a call wait no longer than what is left of its time', async () => {
    const { live, asks } = setUp();
    await live();
    expect(asks[0]?.remainingMs).toBe(7);
  });

  it('frees whatever a request still holds when it is abandoned', () => {
    const { accounts, settled } = setUp();
    accounts.abandon('r');
    expect(settled).toMatchObject([{ requestId: 'r', final: true, end: { costNano: 0n } }]);
  });
});
