import { BUDGET, nothing, setUpAccounts, usage } from './attempt-accounts-harness.contract.js';

describe('AttemptAccounts over many answers', () => {
  it('teaches that an answer went past its limit, also where it was cut off and reported nothing', async () => {
    const { accounts, live, settled } = setUpAccounts();
    accounts.settle(accounts.close(await live(), { ...nothing, outcome: 'failure', overran: true }));
    expect(settled[0]?.end).toMatchObject({ overran: true });
    expect(settled[0]?.end).not.toHaveProperty('reportedOutput');
  });

  it('holds for the next call what the deployment has shown, without counting it twice', async () => {
    const { accounts, live, asks } = setUpAccounts();
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
    const { accounts, live, asks, errors } = setUpAccounts();
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
    const { accounts, live, asks, errors } = setUpAccounts();
    const odd = await live(body);
    expect(odd.counted).toBeUndefined();
    accounts.close(odd, { ...nothing, usage: usage(60_000, 1), outcome: 'success' });
    const next = await live();
    expect(asks.at(-1)?.bound.inputTokens).toBe(next.counted);
    expect(errors).toEqual([]);
  });

  it('learns for each model beneath a wildcard, and with tools apart from without', async () => {
    const { accounts, live, asks } = setUpAccounts();
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
});
