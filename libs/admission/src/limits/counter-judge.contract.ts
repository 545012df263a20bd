import type { CounterRef } from '@tollgate/canonical';
import { PLANNED_TOKENS_MAX } from './counter-store-plan.contract.js';
import type { CounterState, MoneyAsk } from './counter-store.port.js';

/** One counter and what stands on it. */
export interface Standing extends CounterState {
  readonly counter: CounterRef;
}

/** What a store has to answer. A refusal may name any of `counters`: each of them is a reason. */
export type Verdict =
  | {
      readonly kind: 'granted';
      readonly heldNano: bigint;
      readonly outputTokens: number | undefined;
      readonly isLowered: boolean;
    }
  | { readonly kind: 'busy' | 'exhausted'; readonly counters: readonly CounterRef[] };

/** An eighth of so many tokens is more than any planned call wants: nothing is looked for beyond it. */
const TOKENS_SOUGHT = PLANNED_TOKENS_MAX * 8;

/**
 * The rules of money-and-ledger 3 a second time, as one would check them by hand: what money pays for is found by trying one token more
 * until it does not fit. Knows nothing of the product's arithmetic.
 */
export function judge(money: MoneyAsk, tokens: bigint, standings: readonly Standing[]): Verdict {
  const verdict = judgeMoney(
    money,
    standings.filter(({ counter }) => counter.kind === 'money'),
  );
  if (verdict.kind === 'exhausted') return verdict;
  const full = standings.filter((standing) => !hasRoom(standing, tokens));
  if (full.length > 0) return { kind: 'exhausted', counters: full.map(({ counter }) => counter) };
  return verdict;
}

/** `tokens` for a token rate, one for requests and slots. */
function hasRoom({ counter, settled, held }: Standing, tokens: bigint): boolean {
  if (counter.kind === 'money') return true;
  return settled + held + (counter.kind === 'tokens' ? tokens : 1n) <= counter.limit;
}

/** What was learned of the input refuses nobody who can pay for it as counted: such a call waits until it is alone. */
function judgeMoney(money: MoneyAsk, standings: readonly Standing[]): Verdict {
  if (standings.length === 0) return { kind: 'granted', heldNano: 0n, outputTokens: undefined, isLowered: false };
  const learned = judgeInput(money, money.inputNano, standings);
  if (learned.kind !== 'exhausted' || money.countedInputNano === undefined) return learned;
  const counted = judgeInput(money, money.countedInputNano, standings);
  if (counted.kind !== 'granted') return counted;
  const shared = standings.filter(({ counter, held }) => held > 0n && learned.counters.includes(counter));
  return shared.length === 0 ? counted : { kind: 'busy', counters: shared.map(({ counter }) => counter) };
}

function judgeInput(money: MoneyAsk, inputNano: bigint, standings: readonly Standing[]): Verdict {
  /** Pays the input, and then one token after the other; -1 where not even the input is paid. */
  const payable = (nano: bigint): number => {
    let leftMillionths = ((nano > 0n ? nano : 0n) - inputNano) * 1_000_000n;
    let output = leftMillionths < 0n ? -1 : 0;
    while (output >= 0 && output < TOKENS_SOUGHT && leftMillionths >= money.outputNanoPerMillion) {
      leftMillionths -= money.outputNanoPerMillion;
      output += 1;
    }
    return output;
  };
  const free = ({ counter, settled, held }: Standing): number => payable(counter.limit - settled - held);

  const spent = standings.filter(({ counter, settled }) => payable(counter.limit - settled) < shortestOf(money));
  if (spent.length > 0) return { kind: 'exhausted', counters: spent.map(({ counter }) => counter) };

  let output = wantedOf(money, Math.min(...standings.map(free)));
  // nobody will free anything there: it is the last affordable call
  for (const standing of standings) if (standing.held === 0n) output = Math.min(output, free(standing));
  const lacking = standings.filter((standing) => free(standing) < output);
  if (lacking.length > 0) return { kind: 'busy', counters: lacking.map(({ counter }) => counter) };
  const millionths = BigInt(output) * money.outputNanoPerMillion;
  const heldNano = inputNano + millionths / 1_000_000n + (millionths % 1_000_000n > 0n ? 1n : 0n);
  return { kind: 'granted', heldNano, outputTokens: output, isLowered: output < mostOf(money) };
}

function mostOf({ unlimited, clientLimit, outputMax }: MoneyAsk): number {
  return unlimited ? outputMax : (clientLimit ?? outputMax);
}

function shortestOf(money: MoneyAsk): number {
  if (money.unlimited) return money.outputMax;
  const least = money.needsWholeAnswer ? Math.max(money.floor, money.outputMin) : money.outputMin;
  return Math.min(least, mostOf(money));
}

function wantedOf(money: MoneyAsk, affordable: number): number {
  if (money.unlimited || money.clientLimit !== undefined) return mostOf(money);
  return Math.min(money.outputMax, Math.max(money.floor, Math.floor(affordable / 8)));
}
