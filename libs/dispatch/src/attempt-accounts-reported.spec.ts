import { nothing, setUpAccounts, usage } from './attempt-accounts-harness.contract.js';

describe('AttemptAccounts after an answer that reports its usage', () => {
  it('charges what was reported, at its prices, and says that it is no estimate', async () => {
    const { accounts, live } = setUpAccounts();
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
    const { accounts, live } = setUpAccounts();
    const reported = { ...usage(10, 5), raw: { prompt_tokens: 10 } };
    const closed = accounts.close(await live(), { ...nothing, usage: reported, outcome: 'success' });
    expect(closed.usage).toEqual(reported);
    expect(closed.record.usage).toEqual(usage(10, 5));
  });

  it('charges a report above the hold in full', async () => {
    const { accounts, live } = setUpAccounts({ heldNano: 10n });
    expect(accounts.close(await live(), { ...nothing, usage: usage(1_000, 1_000), outcome: 'success' }).costNano).toBe(
      3_000n,
    );
  });

  it('keeps a reported zero zero', async () => {
    const { accounts, live } = setUpAccounts();
    expect(
      accounts.close(await live(), { ...nothing, usage: usage(0, 0), text: () => 'a b', outcome: 'success' }),
    ).toMatchObject({ costNano: 0n, estimated: false });
  });

  it('believes a report that is large and possible, and teaches no more of it than the call could have brought', async () => {
    const { accounts, live } = setUpAccounts();
    const closed = accounts.close(await live({ max_tokens: 100 }), {
      ...nothing,
      usage: usage(10, 2_000_000_000),
      outcome: 'success',
    });
    expect(closed).toMatchObject({ estimated: false, costNano: 4_000_000_010n, end: { reportedOutput: 106 } });
    expect(closed.disbelieved).toBeUndefined();
  });

  it('charges the tier that served the answer', async () => {
    const { accounts, live } = setUpAccounts();
    expect(
      accounts.close(await live(), { ...nothing, usage: usage(1, 1), serviceTier: 'priority', outcome: 'success' })
        .costNano,
    ).toBe(30n);
  });

  it('knows no cost without a price: null in the record, nothing charged', async () => {
    const { accounts, live } = setUpAccounts({ price: undefined });
    const attempt = await live({}, []);
    for (const received of [{ ...nothing, usage: usage(1, 1) }, nothing]) {
      expect(accounts.close(attempt, { ...received, outcome: 'success' })).toMatchObject({
        costNano: undefined,
        record: { costNano: null },
        end: { costNano: 0n },
      });
    }
  });
});
