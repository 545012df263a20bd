import type { AttemptEnd, Limiter } from '@tollgate/admission';
import type { LimitedScope, ModelPrice, RouteStep, Usage } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { type JsonObject, succeed } from '@tollgate/kernel';
import { PROVIDERS } from '@tollgate/providers';
import { AttemptAccounts } from './attempt-accounts.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, LiveAttempt } from './dispatched.js';
import { ManualClock } from '../../../test/support/time/index.js';

/** 1 and 2 nano-dollars a token. */
export const PRICE: ModelPrice = {
  base: { input: 1_000_000n, output: 2_000_000n },
  tiers: [],
  serviceTiers: { priority: { input: 10_000_000n, output: 20_000_000n } },
  source: 'test',
};
const openai = PROVIDERS.find((provider) => provider.id === 'openai');
export const BUDGET: LimitedScope = { scope: 'key', id: 'k', limits: { maxBudget: 1_000_000n } };

/** Accounts over a limiter that grants everything and remembers what it was asked; a token is a word. */
export function setUpAccounts(
  options: { price?: ModelPrice | undefined; heldNano?: bigint; defaults?: JsonObject } = {},
) {
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
    previous?: ClosedAttempt,
  ): Promise<LiveAttempt> => {
    const decoded = openaiChatClient.decodeRequest({
      body: { model: 'g', messages: [{ role: 'user', content: 'one two three' }], ...body },
      params: {},
      query: {},
    });
    if (!decoded.ok) throw decoded.error;
    const step = {
      model: { name: 'g', group: 'g' },
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
    const held = await accounts.reserve({ ask, step, operation, number: 1, previous, remainingMs: 7 });
    if (!held.ok) throw held.error;
    return {
      number: 1,
      step,
      provider: openai,
      operation,
      ...held.value,
      startedAt: clock.at,
      startedMs: clock.at,
      warnings: [],
      outputLimit: undefined,
    };
  };
  return { accounts, live, asks, settled, clock, errors };
}

export const usage = (input: number, output: number): Usage => ({ inputUncached: input, output });
export const nothing = { usage: undefined, text: () => '', firstTokenAt: 0, status: 200 } as const;
