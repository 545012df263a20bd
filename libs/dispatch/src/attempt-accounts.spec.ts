import { LIMIT_NANO_USD_MAX } from '@tollgate/kernel';
import { BUDGET, nothing, PRICE, setUpAccounts, usage } from './attempt-accounts-harness.contract.js';

describe('AttemptAccounts before an attempt', () => {
  it('holds at the prices of the service tier that the operator sends with every call', async () => {
    const { live, asks } = setUpAccounts({ defaults: { service_tier: 'priority' } });
    await live();
    expect(asks[0]?.bound.price).toMatchObject({ outputNanoPerMillion: 20_000_000n });
  });

  it('tells admission what the model can answer with, whatever the client’s own limit is', async () => {
    const { live, asks } = setUpAccounts();
    await live({ max_tokens: 7 });
    expect(asks[0]?.bound).toMatchObject({ outputMax: 100, clientLimit: 7 });
  });

  it('puts no more at stake, and no larger counts into a row, than the ledger holds', async () => {
    const { accounts, live } = setUpAccounts({
      price: { ...PRICE, base: { input: 8_000_000_000_000_000n, output: 1n } },
    });
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

  it('counts tokens only where a limit needs them', async () => {
    const { live, asks } = setUpAccounts();
    expect((await live({}, [])).counted).toBeUndefined();
    expect((await live()).counted).toBeGreaterThan(0);
    expect(asks.map((ask) => ask.bound.inputTokens > 0)).toEqual([false, true]);
  });

  it('puts at stake what is held, and where nobody’s money is held the most that the call can cost', async () => {
    const { live } = setUpAccounts({ heldNano: 123n });
    expect((await live()).atStake).toBe(123n);
    const free = await live({ max_tokens: 10 }, []);
    expect(free.counted).toBeUndefined();
    // 10 tokens of output at 2 nano-dollars, and the input at 1 for each byte at most
    expect(free.atStake).toBeGreaterThanOrEqual(20n + 3n);
    expect(free.atStake).toBeLessThan(100n);
    expect((await setUpAccounts({ price: undefined }).live({}, [])).atStake).toBe(0n);
  });

  it('lets a call wait no longer than what is left of its time', async () => {
    const { live, asks } = setUpAccounts();
    await live();
    expect(asks[0]?.remainingMs).toBe(7);
  });

  it('charges the attempt before in the step that holds the next', async () => {
    const { accounts, live, asks } = setUpAccounts();
    const first = accounts.close(await live(), { ...nothing, usage: usage(10, 5), outcome: 'failure' });
    await live({}, [BUDGET], 'm', first);
    expect(asks.map(({ previous }) => previous)).toEqual([undefined, first.end]);
    expect(asks[1]?.previous).toMatchObject({ costNano: 20n, tokens: 15n });
  });

  it('frees whatever a request still holds when it is abandoned', () => {
    const { accounts, settled } = setUpAccounts();
    accounts.abandon('r');
    expect(settled).toMatchObject([{ requestId: 'r', final: true, end: { costNano: 0n } }]);
  });
});
