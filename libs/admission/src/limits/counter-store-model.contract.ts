import { SCOPES, type CounterRef, type LimitedScope, type ScopeLimits } from '@tollgate/canonical';
import { CounterShadows, type RunningAttempt } from './counter-shadows.contract.js';
import type { CounterStoreHarness } from './counter-store-harness.contract.js';
import type { CounterPlan, PlannedCall, PlannedStep } from './counter-store-plan.contract.js';
import type { MoneyAsk, ReserveAnswer, ReserveAsk, Settlement } from './counter-store.port.js';
import { countersFor } from './counters-for.js';
import { decide } from './decide.js';

type Running = RunningAttempt & { readonly money: MoneyAsk };
type Ended = Extract<PlannedStep, { do: 'next' | 'end' }>;

/** Runs a plan against a store and against shadows of its counters, comparing after every step. */
export async function runCounterModel(harness: CounterStoreHarness, plan: CounterPlan): Promise<void> {
  const model = new CounterModel(harness, plan);
  for (const step of plan.steps) {
    await model.take(step);
    await model.compare();
  }
}

class CounterModel {
  private readonly shadows = new CounterShadows();
  private running: Running[] = [];
  private requests = 0;

  constructor(
    private readonly harness: CounterStoreHarness,
    private readonly plan: CounterPlan,
  ) {}

  compare(): Promise<void> {
    return this.shadows.compare(this.harness.store, this.harness.clock.now());
  }

  async take(step: PlannedStep): Promise<void> {
    const { store, clock } = this.harness;
    switch (step.do) {
      case 'reserve':
        return this.reserveAlone(this.begin(step));
      case 'burst':
        return this.reserveAtOnce(step.calls.map((call) => this.begin(call)));
      case 'next':
      case 'end':
        return this.endAttempt(step);
      case 'wait':
        return clock.advance(step.ms);
      case 'crowd':
        for (let index = 0; index < step.counters; index += 1) await store.read(strangersCounter(index));
        return;
      case 'reseed':
        return store.reseed();
      case 'misuse':
        return this.misuse(step.amount);
    }
  }

  private begin({ holders, money, clientLimit, tokens }: PlannedCall): Running {
    const admittedAt = this.harness.clock.now();
    const scopes = SCOPES.flatMap(({ name }, index): LimitedScope[] => {
      const [holder, limits] = [holders[index], this.plan.limits[index]];
      if (holder === undefined || limits === undefined) return [];
      return [{ scope: name, id: `${name}-${holder}`, limits: limitsOf(limits) }];
    });
    return {
      requestId: `request-${(this.requests += 1)}`,
      attempt: 1,
      admittedAt,
      counters: countersFor(scopes, admittedAt, 1),
      heldNano: 0n,
      tokens,
      money: clientLimit === undefined ? money : { ...money, clientLimit },
    };
  }

  /** The answer is the one that the rules give for what the shadows hold. */
  private async reserveAlone(attempt: Running, previous?: Settlement): Promise<void> {
    const ask = this.askOf(attempt, previous);
    const expected = decide(ask, this.shadows.statesOf(ask.counters));
    const answer = await this.harness.store.reserve(ask);
    expect(answer.kind).toBe(expected.kind);
    if (expected.kind !== 'granted') expect(answer).toMatchObject({ counter: ask.counters[expected.index] });
    else expect(answer).toMatchObject({ heldNano: expected.heldNano, outputTokens: expected.outputTokens });
    this.note(attempt, answer);
  }

  /** Whoever is first: what was granted stands in the shadows afterwards, and nothing of what was not. */
  private async reserveAtOnce(attempts: readonly Running[]): Promise<void> {
    const answers = await Promise.all(
      attempts.map(async (attempt) => ({
        attempt,
        answer: await this.harness.store.reserve(this.askOf(attempt, undefined)),
      })),
    );
    for (const { attempt, answer } of answers) this.note(attempt, answer);
  }

  private async endAttempt({ do: how, which, share, over }: Ended): Promise<void> {
    const attempt = this.running[which % Math.max(1, this.running.length)];
    if (attempt === undefined) return;
    this.running = this.running.filter((other) => other !== attempt);
    const costNano = (attempt.heldNano * BigInt(share)) / 100n + (over ? attempt.heldNano + 7n : 0n);
    const settlement = { attempt: attempt.attempt, costNano, tokens: (attempt.tokens * BigInt(share)) / 100n };
    this.shadows.charge(attempt, costNano, settlement.tokens);
    if (how === 'next') {
      const counters = attempt.counters.filter(({ kind }) => kind === 'money' || kind === 'tokens');
      await this.reserveAlone({ ...attempt, attempt: attempt.attempt + 1, counters }, settlement);
      if (this.running.some((other) => other.requestId === attempt.requestId)) return;
    }
    this.harness.recordAppended();
    for (const { counter, balance } of this.shadows.commit(attempt.requestId))
      this.harness.setBalance(counter, balance);
    await this.harness.store.settle(attempt.requestId, settlement, true);
  }

  private async misuse(amount: unknown): Promise<void> {
    const { store } = this.harness;
    const wrong = amount as bigint;
    const call = { ...UNHELD, money: { ...UNHELD.money, inputNano: wrong } };
    await expect(store.reserve(this.askOf(call, undefined))).rejects.toThrow(RangeError);
    const attempt = this.running[0] ?? UNHELD;
    const settlement = { attempt: attempt.attempt, costNano: wrong, tokens: 0n };
    await expect((async () => store.settle(attempt.requestId, settlement, true))()).rejects.toThrow(RangeError);
    await expect(store.reserve(this.askOf(UNHELD, settlement))).rejects.toThrow(RangeError);
  }

  private note(attempt: Running, answer: ReserveAnswer): void {
    if (answer.kind !== 'granted') return;
    const granted = { ...attempt, heldNano: answer.heldNano };
    this.shadows.take(granted);
    this.running.push(granted);
  }

  private askOf(attempt: Running, previous: Settlement | undefined): ReserveAsk {
    const { requestId, admittedAt, counters, money, tokens } = attempt;
    return {
      requestId,
      attempt: attempt.attempt,
      admittedAt,
      counters,
      scopes: counters.map(({ scope, id }) => ({ scope, id })),
      money,
      tokens,
      leaseUntil: this.harness.clock.now() + LEASE_MS,
      ...(previous !== undefined && { previous }),
    };
  }
}

function limitsOf({ money, budgetWindow, requests, tokens, slots }: CounterPlan['limits'][number]): ScopeLimits {
  return {
    ...(money !== undefined && { maxBudget: money }),
    ...(budgetWindow !== undefined && { budgetWindow }),
    ...(requests !== undefined && { requestsPerMinute: requests }),
    ...(tokens !== undefined && { tokensPerMinute: tokens }),
    ...(slots !== undefined && { concurrentRequests: slots }),
  };
}

/** Longer than any plan. */
const LEASE_MS = 100_000_000;

function strangersCounter(index: number): CounterRef {
  return { scope: 'key', id: `stranger-${index}`, kind: 'money', window: { start: 0 }, limit: 1n };
}

const UNHELD: Running = {
  requestId: 'misused',
  attempt: 1,
  admittedAt: 0,
  counters: [strangersCounter(0)],
  heldNano: 0n,
  tokens: 0n,
  money: {
    inputNano: 0n,
    outputNanoPerMillion: 0n,
    outputMax: 1,
    outputMin: 1,
    floor: 1,
    needsWholeAnswer: false,
    unlimited: false,
  },
};
