import type { AttemptBound } from './attempt-ask.js';
import type { MoneyAsk } from './counter-store.port.js';

const REASONING_FLOOR = 8192;
const AFTER_THINKING = 1024;

/** The store's money ask of a bound whose price is known (money-and-ledger 3: O, F). `unlimited` includes what was learned. */
export function moneyAsk(
  bound: AttemptBound,
  price: NonNullable<AttemptBound['price']>,
  outputFloor: number,
  unlimited: boolean,
): MoneyAsk {
  const most = bound.clientLimit ?? bound.outputMax;
  return {
    inputNano: price.inputNano,
    ...(price.countedInputNano === undefined ? {} : { countedInputNano: price.countedInputNano }),
    outputNanoPerMillion: price.outputNanoPerMillion * BigInt(bound.choices),
    ...(bound.clientLimit === undefined ? {} : { clientLimit: bound.clientLimit }),
    outputMax: unlimited ? Math.max(bound.outputMax, most) : bound.outputMax,
    outputMin: bound.outputMin ?? 1,
    floor: Math.min(most, floorOf(bound, outputFloor)),
    needsWholeAnswer: bound.needsWholeAnswer,
    unlimited,
  };
}

/** Tokens that a token rate is charged with: input plus the smaller of the client's own limit and what is usual there. */
export function rateTokens(bound: AttemptBound, meanOutput: number): bigint {
  const allowed =
    bound.clientLimit === undefined ? meanOutput : Math.min(bound.clientLimit * bound.choices, meanOutput);
  return BigInt(bound.inputTokens) + BigInt(allowed);
}

function floorOf(bound: AttemptBound, outputFloor: number): number {
  if (bound.reasoningBudget !== undefined) return bound.reasoningBudget + AFTER_THINKING;
  return bound.reasoning ? Math.max(REASONING_FLOOR, outputFloor) : outputFloor;
}
