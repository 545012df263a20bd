import type { LimitedScope } from '@tollgate/canonical';
import {
  ANSWER_NANO,
  ANSWER_TOKENS,
  budgetOf,
  call,
  endOf,
  granted,
  open,
  refused,
} from './limiter-harness.contract.js';
import { attemptAsk, BOUND, PRINCIPAL } from './test-doubles.js';

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
    const pieces = { ...bound, pieceField: 'output_cost_per_image' };
    const ofPictures = await refused(opened, attemptAsk(opened.clock, { bound: pieces, scopes: [budgetOf(1n)] }));
    expect(ofPictures.message).toContain('litellm_params: {output_cost_per_image: <dollars>}');
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

  it('holds a deployment’s maximum from the answer on that was cut off past its limit, though it reported nothing', async () => {
    const opened = open();
    const scopes = [budgetOf(10n ** 9n)];
    const bound = { ...BOUND, clientLimit: 20 };
    const first = await granted(opened, attemptAsk(opened.clock, { bound, scopes }));
    const { reportedOutput: _unreported, ...end } = endOf(first, first.heldNano);
    opened.limiter.settle(first, { ...end, overran: true }, true);
    const next = await granted(opened, attemptAsk(opened.clock, { bound, scopes }));
    expect(next).toMatchObject({ outputTokens: 32_768, limitUpstream: false });
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
