import type { Instant } from '@tollgate/kernel';
import type { CounterRef, ScopeName } from '@tollgate/canonical';
import type { Standing } from './counter-judge.contract.js';
import type { CounterState, CounterStore } from './counter-store.port.js';

/** An attempt that was granted and not settled yet. */
export interface RunningAttempt {
  readonly requestId: string;
  readonly attempt: number;
  readonly admittedAt: Instant;
  readonly counters: readonly CounterRef[];
  readonly heldNano: bigint;
  readonly tokens: bigint;
}

/** What the store must show of one counter. */
interface Shadow {
  readonly counter: CounterRef;
  settled: bigint;
  /** Sum of what answers cost beyond their holds: the only way past a limit. */
  over: bigint;
  readonly held: Map<string, bigint>;
  /** Money of requests that have not ended, by request: in no record yet. */
  readonly open: Map<string, bigint>;
  /** Money in the ledger. */
  committed: bigint;
}

/** The counters of a store under test, kept by the simplest means: sums over lists. */
export class CounterShadows {
  private readonly shadows = new Map<string, Shadow>();

  /** What the store has to decide on. */
  standingsOf(counters: readonly CounterRef[]): readonly Standing[] {
    return counters.map((counter) => ({ counter, ...stateOf(this.of(counter)) }));
  }

  take(attempt: RunningAttempt): void {
    const slot = slotOf(attempt);
    for (const counter of attempt.counters) {
      const shadow = this.of(counter);
      if (counter.kind === 'requests') shadow.settled += 1n;
      else shadow.held.set(slot, { money: attempt.heldNano, tokens: attempt.tokens, concurrency: 1n }[counter.kind]);
    }
  }

  /** The attempt's holds become its cost; slots of the caller stay with the request. */
  charge(attempt: RunningAttempt, costNano: bigint, tokens: bigint): void {
    const slot = slotOf(attempt);
    for (const shadow of this.shadows.values()) {
      const held = shadow.held.get(slot);
      const { kind, scope } = shadow.counter;
      if (held === undefined || (kind === 'concurrency' && !isOfTarget(scope))) continue;
      shadow.held.delete(slot);
      if (kind === 'concurrency') continue;
      const amount = kind === 'money' ? costNano : tokens;
      shadow.settled += amount;
      if (amount > held) shadow.over += amount - held;
      if (kind === 'money') shadow.open.set(attempt.requestId, (shadow.open.get(attempt.requestId) ?? 0n) + amount);
    }
  }

  /** The request's record is in the ledger. Gives the balances that changed. */
  commit(requestId: string): readonly { readonly counter: CounterRef; readonly balance: bigint }[] {
    const changed = [];
    for (const shadow of this.shadows.values()) {
      for (const slot of shadow.held.keys()) if (slot.startsWith(`${requestId}#`)) shadow.held.delete(slot);
      const amount = shadow.open.get(requestId);
      if (amount === undefined) continue;
      shadow.open.delete(requestId);
      shadow.committed += amount;
      changed.push({ counter: shadow.counter, balance: shadow.committed });
    }
    return changed;
  }

  /**
   * Every counter is what its shadow is, and within its limit. What was settled in a minute that is over says nothing to anyone:
   * a store may forget it, but never what is held there.
   */
  async compare(store: CounterStore, now: Instant): Promise<void> {
    const wrong: unknown[] = [];
    for (const shadow of this.shadows.values()) {
      const { counter, over } = shadow;
      const { settled, held } = stateOf(shadow);
      const state = await store.read(counter);
      const forgettable = counter.kind !== 'money' && counter.window.end !== undefined && counter.window.end <= now;
      const same = state.held === held && (forgettable || state.settled === settled);
      if (!same || state.settled + state.held > counter.limit + over)
        wrong.push({ counter, state, settled, held, over });
    }
    expect(wrong).toEqual([]);
  }

  private of(counter: CounterRef): Shadow {
    const { scope, id, kind, window } = counter;
    const key = JSON.stringify([scope, id, kind, window.start, window.end ?? null]);
    const known = this.shadows.get(key);
    if (known !== undefined) return known;
    const shadow = { counter, settled: 0n, over: 0n, held: new Map(), open: new Map(), committed: 0n };
    this.shadows.set(key, shadow);
    return shadow;
  }
}

/** Scopes of which each attempt takes requests and slots anew, and gives its slot back when it is over. */
export function isOfTarget(scope: ScopeName): boolean {
  return scope === 'model' || scope === 'provider' || scope === 'deployment';
}

function stateOf({ settled, held }: Shadow): CounterState {
  return { settled, held: [...held.values()].reduce((sum, amount) => sum + amount, 0n) };
}

function slotOf({ requestId, attempt }: RunningAttempt): string {
  return `${requestId}#${attempt}`;
}
