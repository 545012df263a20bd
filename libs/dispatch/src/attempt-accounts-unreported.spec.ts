import { nothing, PRICE, setUpAccounts, usage } from './attempt-accounts-harness.contract.js';

describe('AttemptAccounts after an answer without a usage that can be charged', () => {
  it('takes a negative report for none', async () => {
    const { accounts, live } = setUpAccounts();
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
    const { accounts, live } = setUpAccounts({ price: dear });
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

  describe.each([
    ['a whole answer', { outcome: 'success' }],
    ['a stream that was received whole', { outcome: 'success', firstTokenAt: 1 }],
    ['an answer that the client left', { outcome: 'cancelled', failureClass: 'client-closed' }],
    ['an answer that broke off', { outcome: 'failure', failureClass: 'incomplete' }],
  ] as const)('%s', (_name, ended) => {
    it('costs what the provider can have written unseen in its time, where that is more than what came', async () => {
      const { accounts, live, clock } = setUpAccounts({ heldNano: 1_000n });
      const attempt = await live();
      clock.at = 250;
      const closed = accounts.close(attempt, { ...nothing, ...ended, text: () => 'a b' });
      expect(closed).toMatchObject({ estimated: true, usage: { output: 50 } });
      expect(closed.costNano).toBe(BigInt(closed.usage?.inputUncached ?? 0) + 100n);
    });

    it('ends before it is counted, which takes no time that is charged', async () => {
      const { accounts, live, clock } = setUpAccounts({ heldNano: 1_000n });
      const attempt = await live();
      clock.at = 250;
      const text = () => {
        clock.at = 5_000;
        return 'a b';
      };
      const closed = accounts.close(attempt, { ...nothing, ...ended, text });
      expect(closed).toMatchObject({ usage: { output: 50 }, record: { endedAt: 250 } });
    });

    it('costs what came, where that is more than what the time allows', async () => {
      const { accounts, live, clock } = setUpAccounts({ heldNano: 1_000n });
      const attempt = await live();
      clock.at = 10;
      const closed = accounts.close(attempt, { ...nothing, ...ended, text: () => 'a b c d e f' });
      expect(closed).toMatchObject({ estimated: true, usage: { output: 6 } });
    });

    it('costs its time at the highest rate that the deployment has shown in a report', async () => {
      const { accounts, live, clock } = setUpAccounts({ heldNano: 1_000n });
      const first = await live();
      clock.at = 2_000;
      accounts.close(first, { ...nothing, usage: usage(3, 20), outcome: 'success' });
      const attempt = await live();
      clock.at += 1_000;
      expect(accounts.close(attempt, { ...nothing, ...ended }).usage?.output).toBe(10);
    });

    it('costs at most its hold, and never nothing', async () => {
      const { accounts, live, clock } = setUpAccounts({ heldNano: 150n });
      const attempt = await live();
      expect(accounts.close(attempt, { ...nothing, ...ended }).costNano).toBeGreaterThan(0n);
      clock.at = 10_000;
      expect(accounts.close(attempt, { ...nothing, ...ended, text: () => 'a' }).costNano).toBe(150n);
    });
  });

  it('charges an estimate of a key without limits at most what the call could cost', async () => {
    const { accounts, live, clock } = setUpAccounts();
    const attempt = await live({ max_tokens: 10 }, []);
    clock.at = 60_000;
    const words = 'word '.repeat(5_000);
    const closed = accounts.close(attempt, { ...nothing, text: () => words, outcome: 'cancelled' });
    expect(closed.costNano).toBe(attempt.atStake);
    const told = { ...nothing, interim: usage(1_000_000, 1), text: () => words, outcome: 'failure' as const };
    expect(accounts.close(attempt, told).costNano).toBe(attempt.atStake);
  });

  it('charges several choices without a report once, not once for each of each', async () => {
    const { accounts, live } = setUpAccounts();
    const closed = accounts.close(await live({ n: 3 }), { ...nothing, text: () => 'a b c d e f', outcome: 'success' });
    expect(closed.costNano).toBe(BigInt(closed.usage?.inputUncached ?? 0) + 12n);
  });

  it('charges a broken stream for its time where that is more than what came, at most its hold, never 0', async () => {
    const { accounts, live, clock } = setUpAccounts({ heldNano: 150n });
    const attempt = await live();
    clock.at = 250;
    const closed = accounts.close(attempt, { ...nothing, text: () => 'a', outcome: 'cancelled' });
    expect(closed).toMatchObject({ estimated: true, usage: { output: 50 } });
    clock.at = 10_000;
    expect(accounts.close(attempt, { ...nothing, text: () => 'a', outcome: 'cancelled' }).costNano).toBe(150n);
  });

  it('believes the input that a broken stream told, and not its output', async () => {
    const { accounts, live } = setUpAccounts();
    const closed = accounts.close(await live(), {
      ...nothing,
      interim: usage(40, 1),
      text: () => 'a b c',
      outcome: 'failure',
    });
    expect(closed).toMatchObject({ estimated: true, usage: { inputUncached: 40, output: 3 }, costNano: 46n });
  });

  it.each([
    ['what is held', undefined, 150n],
    ['all that it can be for a key without limits', [], 2_003n],
  ])('charges an answer that is made to its end without its call %s', async (_name, scopes, cost) => {
    const { accounts, live } = setUpAccounts({ heldNano: 150n });
    const attempt = await live({ max_tokens: 1_000 }, scopes);
    const outliving = { ...attempt, bound: { ...attempt.bound, outlivesCall: true as const } };
    const left = { message: 'x', unbilled: false, transport: 'aborted' as const };
    expect(accounts.closeFailed(outliving, left, 'client-closed')).toMatchObject({ costNano: cost, estimated: true });
    expect(accounts.closeFailed(outliving, { ...left, unbilled: true }, 'client-closed').costNano).toBe(0n);
  });

  it('is free only where nothing can have been billed', async () => {
    const { accounts, live } = setUpAccounts();
    const attempt = await live();
    expect(accounts.closeFailed(attempt, { message: 'x', unbilled: true, status: 500 }, 'server').costNano).toBe(0n);
    expect(
      accounts.closeFailed(attempt, { message: 'x', unbilled: false, transport: 'reset' }, 'connection').costNano,
    ).toBeGreaterThan(0n);
  });
});
