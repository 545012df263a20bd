import { roundUpCost, type NanoUsd } from '@tollgate/kernel';
import type { MoneyAsk } from './counter-store.port.js';

/** One money counter as the decision sees it, nano-dollars. `settled` may stand above `limit` (an answer that cost more than it held). */
export interface MoneyState {
  readonly limit: bigint;
  readonly settled: bigint;
  readonly held: bigint;
}

export type MoneyDecision =
  | {
      readonly kind: 'granted';
      readonly heldNano: NanoUsd;
      readonly outputTokens: number;
      readonly loweredBy: number | undefined;
    }
  /** `index` of the counter to wait for. */
  | { readonly kind: 'busy'; readonly index: number }
  | { readonly kind: 'exhausted'; readonly index: number };

/**
 * The arithmetic of money-and-ledger 3, pure and over all money counters at once, so that every store does the same inside its
 * atomic step. `states` is not empty.
 *
 * A is what the free money (limit - settled - held) pays for after the input, W what is wanted, F the least that is worth
 * sending. Beyond the five rules as written: when one scope lacks with nothing held in it, no waiting for another scope can
 * bring more than it has, so W is lowered to that first. And what was learned of a deployment refuses nobody who can pay for the input
 * as it was counted: such a call is the last affordable one, made alone, so that a scope is passed by the error of one count at most.
 */
export function decideMoney(ask: MoneyAsk, states: readonly MoneyState[]): MoneyDecision {
  const decision = decideByRules(ask, states);
  if (decision.kind !== 'exhausted' || ask.countedInputNano === undefined) return decision;
  const asCounted = decideByRules({ ...ask, inputNano: ask.countedInputNano }, states);
  if (asCounted.kind !== 'granted') return asCounted;
  const shared = states.findIndex((state) => state.held > 0n && !isEverPayable(ask, state));
  return shared === -1 ? asCounted : { kind: 'busy', index: shared };
}

function decideByRules(ask: MoneyAsk, states: readonly MoneyState[]): MoneyDecision {
  const now = states.map((state) => payableTokens(ask, state.limit - state.settled - state.held));
  const ever = states.map((state) => payableTokens(ask, state.limit - state.settled));

  const poorest = indexOfLeast(ever);
  if (least(ever) < shortestAnswer(ask)) return { kind: 'exhausted', index: poorest };

  const available = least(now);
  const wanted = wantedOutput(ask, available);
  const reachable = Math.min(wanted, ...now.filter((_, index) => states[index]?.held === 0n));
  if (reachable > available) return { kind: 'busy', index: indexOfLeast(now) };
  return {
    kind: 'granted',
    heldNano: costOf(ask, reachable),
    outputTokens: reachable,
    loweredBy: reachable < mostWanted(ask) ? indexOfLeast(now) : undefined,
  };
}

/** Whether a shortest answer could be paid if nothing were held. */
function isEverPayable(ask: MoneyAsk, { limit, settled }: MoneyState): boolean {
  return payableTokens(ask, limit - settled) >= shortestAnswer(ask);
}

/** Output tokens that `free` pays for after the input; -1 when it does not pay the input. A spent counter pays what is free of charge. */
function payableTokens(ask: MoneyAsk, free: bigint): number {
  const money = free < 0n ? 0n : free;
  if (money < ask.inputNano) return -1;
  if (ask.outputNanoPerMillion === 0n) return Number.MAX_SAFE_INTEGER;
  const tokens = ((money - ask.inputNano) * 1_000_000n) / ask.outputNanoPerMillion;
  return tokens > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(tokens);
}

/** Hold for the input and `tokens` of output, rounded up once. */
function costOf(ask: MoneyAsk, tokens: number): NanoUsd {
  return ask.inputNano + roundUpCost(BigInt(tokens) * ask.outputNanoPerMillion);
}

/** What the caller would have without any budget. */
function mostWanted(ask: MoneyAsk): number {
  return ask.unlimited ? ask.outputMax : (ask.clientLimit ?? ask.outputMax);
}

/** W of rule 1. */
function wantedOutput(ask: MoneyAsk, available: number): number {
  if (ask.unlimited || ask.clientLimit !== undefined) return mostWanted(ask);
  return Math.min(ask.outputMax, Math.max(ask.floor, Math.floor(available / 8)));
}

/** The least worth sending (rules 4 and 5). */
function shortestAnswer(ask: MoneyAsk): number {
  if (ask.unlimited) return ask.outputMax;
  return Math.min(mostWanted(ask), ask.needsWholeAnswer ? Math.max(ask.floor, ask.outputMin) : ask.outputMin);
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function indexOfLeast(values: readonly number[]): number {
  return values.indexOf(least(values));
}
