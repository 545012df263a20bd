import type { Instant } from '@tollgate/kernel';
import { SCOPES, type CounterRef, type ScopeName } from '@tollgate/canonical';
import { judge } from './counter-judge.contract.js';
import { CounterShadows, isOfTarget, type RunningAttempt } from './counter-shadows.contract.js';
import type { CounterStoreHarness } from './counter-store-harness.contract.js';
import type { CounterPlan, PlannedCall, PlannedStep } from './counter-store-plan.contract.js';
import type { MoneyAsk, ReserveAnswer, ReserveAsk, Settlement } from './counter-store.port.js';

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

  private begin({ holders, money, clientLimit, learnedNano, tokens }: PlannedCall): Running {
    const admittedAt = this.harness.clock.now();
    return {
      requestId: `request-${(this.requests += 1)}`,
      attempt: 1,
      admittedAt,
      counters: SCOPES.flatMap(({ name }, index) =>
        countersOf(name, holders[index], this.plan.limits[index], admittedAt),
      ),
      heldNano: 0n,
      tokens,
      money: {
        ...money,
        ...(clientLimit !== undefined && { clientLimit }),
        ...(learnedNano !== undefined && {
          inputNano: money.inputNano + learnedNano,
          countedInputNano: money.inputNano,
        }),
      },
    };
  }

  /** The answer is the one that the rules give for what the shadows hold. */
  private async reserveAlone(attempt: Running, previous?: Settlement): Promise<void> {
    const verdict = judge(attempt.money, attempt.tokens, this.shadows.standingsOf(attempt.counters));
    const answer = await this.harness.store.reserve(this.askOf(attempt, previous));
    expect(answer.kind).toBe(verdict.kind);
    if (answer.kind !== 'granted')
      expect(verdict).toMatchObject({ counters: expect.arrayContaining([answer.counter]) });
    else {
      const { heldNano, outputTokens, loweredBy } = answer;
      expect({ kind: 'granted', heldNano, outputTokens, isLowered: loweredBy !== undefined }).toEqual(verdict);
    }
    this.note(attempt, answer);
  }

  /** Whoever is first: what was granted stands in the shadows afterwards, and nothing of what was not, for which there was no room then. */
  private async reserveAtOnce(attempts: readonly Running[]): Promise<void> {
    const answers = await Promise.all(
      attempts.map(async (attempt) => ({
        attempt,
        answer: await this.harness.store.reserve(this.askOf(attempt, undefined)),
      })),
    );
    for (const { attempt, answer } of answers) this.note(attempt, answer);
    for (const { attempt, answer } of answers) {
      if (answer.kind === 'granted') continue;
      const verdict = judge(attempt.money, attempt.tokens, this.shadows.standingsOf(attempt.counters));
      expect(verdict.kind).not.toBe('granted');
    }
  }

  private async endAttempt({ do: how, which, share, over }: Ended): Promise<void> {
    const attempt = this.running[which % Math.max(1, this.running.length)];
    if (attempt === undefined) return;
    this.running = this.running.filter((other) => other !== attempt);
    const costNano = (attempt.heldNano * BigInt(share)) / 100n + (over ? attempt.heldNano + 7n : 0n);
    const settlement = { attempt: attempt.attempt, costNano, tokens: (attempt.tokens * BigInt(share)) / 100n };
    this.shadows.charge(attempt, costNano, settlement.tokens);
    if (how === 'next') {
      const counters = attempt.counters.filter((counter) => isTakenAgain(counter, this.harness.clock.now()));
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

/** By a request's next attempt. A rate in a minute that is over is left out: a store may have forgotten what was settled there. */
function isTakenAgain({ kind, scope, window }: CounterRef, now: Instant): boolean {
  if (kind === 'money') return true;
  return (kind === 'tokens' || isOfTarget(scope)) && (window.end === undefined || window.end > now);
}

/** All counters of one scope's holder, in the windows of `at`. */
function countersOf(
  scope: ScopeName,
  holder: 0 | 1 | undefined,
  limits: CounterPlan['limits'][number] | undefined,
  at: Instant,
): readonly CounterRef[] {
  if (holder === undefined || limits === undefined) return [];
  const of = (kind: CounterRef['kind'], limit: bigint | undefined, window: CounterRef['window']): CounterRef[] =>
    limit === undefined ? [] : [{ scope, id: `${scope}-${holder}`, kind, window, limit }];
  const { money, moneyWindowMs, requests, tokens, slots } = limits;
  return [
    ...of('money', money, moneyWindowMs === undefined ? { start: 0 } : windowOf(moneyWindowMs, at)),
    ...of('requests', requests, windowOf(60_000, at)),
    ...of('tokens', tokens, windowOf(60_000, at)),
    ...of('concurrency', slots, { start: 0 }),
  ];
}

function windowOf(ms: number, at: Instant): CounterRef['window'] {
  const start = at - (at % ms);
  return { start, end: start + ms };
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
