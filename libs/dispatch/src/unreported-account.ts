import type { Reservation, Usage } from '@tollgate/canonical';
import { completeUsage, costOf, estimateWithoutUsage, USAGE_TOKENS_MAX } from '@tollgate/metering';
import type { LiveAttempt } from './dispatched.js';
import { type Account, NOTHING, type Received } from './draw-account.js';

/** What is known of an answer without a report. */
export interface Observed {
  /** Of all choices together. */
  readonly outputTokensReceived: number;
  /** From sending the request to the end of the answer, whichever end it was. */
  readonly elapsedMs: number;
  /** Tokens a second, as the deployment has shown. */
  readonly outputRate?: number;
}

/**
 * What an attempt is charged whose provider reported no usage, however it ended: the input as it was told or counted, and the larger of
 * the output received and what could have been made in the time; at most the hold, and where nobody's money is held the most that the call
 * could cost, as it stands in the journal's `started`. What is made to its end without its call counts as long as it may get. Flagged
 * estimated. An answer that came whole is no exception (decision 11).
 */
export function unreportedAccount(attempt: LiveAttempt, received: Received, observed: Observed): Account {
  const estimate = attempt.estimate();
  const priced = estimate.inputNano !== undefined && estimate.outputNanoPerMillion !== undefined;
  // where the price is not wholly known nothing is at stake, and a part of it can still be told
  const heldNano = priced || holdsMoney(attempt.reservation) ? attempt.atStake : undefined;
  const outputMax = (attempt.outputLimit ?? estimate.outputMax) * attempt.bound.choices;
  const charge = estimateWithoutUsage({
    ...observed,
    ...(attempt.bound.outlivesCall === true && { outputTokensReceived: outputMax }),
    inputTokens: estimate.inputTokens,
    inputNano: estimate.inputNano ?? 0n,
    outputNanoPerMillion: estimate.outputNanoPerMillion ?? 0n,
    heldNano,
    outputMax,
  });
  const told = completeUsage(received.interim);
  if (told !== undefined && received.interim?.inputUncached !== undefined) {
    const usage: Usage = {
      ...told,
      output: Math.max(told.output, countable(charge.outputTokens) - (told.reasoning ?? 0)),
    };
    const cost = costOf(usage, attempt.pricing.price, received.serviceTier);
    const costNano = atMost(cost.costNano, heldNano);
    return { costNano, cost: { ...cost, costNano }, estimated: true, usage };
  }
  const pieces = measuredAccount(attempt, heldNano);
  if (pieces !== undefined) return pieces;
  const costNano = priced ? charge.costNano : undefined;
  return {
    costNano,
    cost: { ...NOTHING, costNano, priceSource: attempt.pricing.price?.source },
    estimated: true,
    usage: {
      inputUncached: countable(charge.inputTokens),
      output: countable(charge.outputTokens),
      // what was claimed and not believed, so that the estimate can be explained
      ...(received.usage?.raw !== undefined && { raw: received.usage.raw }),
    },
  };
}

/** What is priced by the piece, where the content told how much of it there is: the seconds of a file of audio. */
function measuredAccount({ bound, pricing }: LiveAttempt, heldNano: bigint | undefined): Account | undefined {
  if (bound.measured === undefined) return undefined;
  const usage: Usage = { inputUncached: 0, output: 0, ...bound.measured };
  const cost = costOf(usage, pricing.price);
  if (cost.costNano === undefined) return undefined;
  const costNano = atMost(cost.costNano, heldNano);
  return { costNano, cost: { ...cost, costNano }, estimated: true, usage };
}

/** Whether somebody's money is held for an attempt. */
export function holdsMoney({ counters }: Reservation): boolean {
  return counters.some((counter) => counter.kind === 'money');
}

/** A count that the ledger's columns hold: a bound can be larger than anything that was made. */
function countable(tokens: number): number {
  return Math.min(tokens, USAGE_TOKENS_MAX);
}

function atMost(nano: bigint | undefined, most: bigint | undefined): bigint | undefined {
  return nano !== undefined && most !== undefined && nano > most ? most : nano;
}
