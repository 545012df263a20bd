import type { CounterRef } from '@tollgate/canonical';
import { decideMoney, type MoneyDecision } from './decide-money.js';
import type { CounterState, ReserveAsk } from './counter-store.port.js';

/** What a store's atomic step does; indexes are those of `ask.counters`. */
export type Decision =
  | {
      readonly kind: 'granted';
      readonly heldNano: bigint;
      readonly outputTokens: number | undefined;
      readonly loweredBy: number | undefined;
    }
  | { readonly kind: 'busy'; readonly index: number }
  | { readonly kind: 'exhausted'; readonly index: number };

/**
 * The whole decision of one reserve, pure: `states` stand in the order of `ask.counters`, with what is charged for the attempt
 * before already in them. Order of refusals as LiteLLM's (litellm-admin-api 17): money that is spent, then rates and
 * concurrency, which never wait; only then may money that others hold make the caller wait.
 */
export function decide(ask: ReserveAsk, states: readonly CounterState[]): Decision {
  const money = moneyDecision(ask, states);
  if (money?.kind === 'exhausted') return money;
  const spent = ask.counters.findIndex((counter, index) => !fitsRate(counter, states[index], ask.tokens));
  if (spent !== -1) return { kind: 'exhausted', index: spent };
  if (money?.kind === 'busy') return money;
  return money ?? { kind: 'granted', heldNano: 0n, outputTokens: undefined, loweredBy: undefined };
}

function moneyDecision(ask: ReserveAsk, states: readonly CounterState[]): MoneyDecision | undefined {
  const indexes = ask.counters.flatMap((counter, index) => (counter.kind === 'money' ? [index] : []));
  if (indexes.length === 0) return undefined;
  if (ask.money === undefined) throw new RangeError('a money counter needs a money ask');
  const decision = decideMoney(
    ask.money,
    indexes.map((index) => ({
      limit: ask.counters[index]?.limit ?? 0n,
      ...(states[index] ?? { settled: 0n, held: 0n }),
    })),
  );
  if (decision.kind !== 'granted') return { kind: decision.kind, index: indexes[decision.index] ?? 0 };
  return { ...decision, loweredBy: decision.loweredBy === undefined ? undefined : indexes[decision.loweredBy] };
}

function fitsRate(counter: CounterRef, state: CounterState | undefined, tokens: bigint): boolean {
  if (counter.kind === 'money') return true;
  const charge = counter.kind === 'tokens' ? tokens : 1n;
  return (state?.settled ?? 0n) + (state?.held ?? 0n) + charge <= counter.limit;
}
