import type { LimitedScope, Reservation } from '@tollgate/canonical';
import type { AttemptAsk } from './attempt-ask.js';
import { CounterGate } from './counter-gate.js';
import { Limiter } from './limiter.js';
import { MemoryCounterStore } from './memory-counter-store.js';
import { FakeBalances, FakeLock, FakeProgress, STARTED_AT } from './test-doubles.js';
import { ManualClock, ManualTicker, settled } from '../../../../test/support/time/index.js';
import { WAIT_BOUNDS, type WaitBounds } from './wait-line.js';

/** An answer's true cost: 8 input tokens at 1,000 and 10 output tokens at 2,000 nano-dollars. */
export const ANSWER_TOKENS = 10;
export const ANSWER_NANO = 28_000n;

/** A limiter over the memory store, with a clock and a ticker that a test moves. */
export function open(bounds: WaitBounds = WAIT_BOUNDS) {
  const clock = new ManualClock(STARTED_AT);
  const ticker = new ManualTicker();
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
export type Opened = ReturnType<typeof open>;

export const budgetOf = (maxBudget: bigint, scope: LimitedScope['scope'] = 'key', id = 'key-1'): LimitedScope => ({
  scope,
  id,
  limits: { maxBudget },
});

/** Reserves, lets an upstream that honours limits answer, settles. Says whether the answer was whole. */
export async function call(
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

export function endOf(reservation: Reservation, costNano: bigint, output = ANSWER_TOKENS) {
  return {
    attempt: reservation.attempt,
    costNano,
    tokens: BigInt(8 + output),
    reportedOutput: output,
    deploymentId: 'deployment-1',
    upstreamModel: 'gpt-4o-2024',
    choices: 1,
  };
}

export async function granted(opened: Opened, ask: AttemptAsk): Promise<Reservation> {
  const reserved = await opened.limiter.reserve(ask);
  if (!reserved.ok) throw reserved.error;
  return reserved.value;
}

export async function refused(opened: Opened, ask: AttemptAsk) {
  const reserved = await opened.limiter.reserve(ask);
  if (reserved.ok) throw new Error('was granted');
  return reserved.error;
}
