import type { Reservation, Usage } from '@tollgate/canonical';
import { completeUsage, costOf, estimateWithoutUsage } from '@tollgate/metering';
import type { LiveAttempt } from './dispatched.js';
import { type Account, NOTHING, type Received } from './draw-account.js';

/** What is known of an answer without a report. */
export interface Observed {
  /** Of all choices together. */
  readonly outputTokensReceived: number;
  /** 0 for an answer that is whole: what it took says nothing then. */
  readonly elapsedMs: number;
  /** Tokens a second, as the deployment has shown. */
  readonly outputRate?: number;
}

/**
 * What an attempt is charged whose provider reported no usage: the input as it was told or counted, and the larger of the output
 * received and what could have been made in the time; at most the hold. Flagged estimated.
 */
export function unreportedAccount(attempt: LiveAttempt, received: Received, observed: Observed): Account {
  const estimate = attempt.estimate();
  const heldNano = holdsMoney(attempt.reservation) ? attempt.reservation.heldNano : undefined;
  const charge = estimateWithoutUsage({
    ...observed,
    inputTokens: estimate.inputTokens,
    inputNano: estimate.inputNano ?? 0n,
    outputNanoPerMillion: estimate.outputNanoPerMillion ?? 0n,
    heldNano,
    outputMax: (attempt.outputLimit ?? estimate.outputMax) * attempt.bound.choices,
  });
  const told = completeUsage(received.interim);
  if (told !== undefined && received.interim?.inputUncached !== undefined) {
    const usage: Usage = { ...told, output: Math.max(told.output, charge.outputTokens - (told.reasoning ?? 0)) };
    const cost = costOf(usage, attempt.pricing.price, received.serviceTier);
    const costNano = atMost(cost.costNano, heldNano);
    return { costNano, cost: { ...cost, costNano }, estimated: true, usage };
  }
  const priced = estimate.inputNano !== undefined && estimate.outputNanoPerMillion !== undefined;
  const costNano = priced ? charge.costNano : undefined;
  return {
    costNano,
    cost: { ...NOTHING, costNano, priceSource: attempt.pricing.price?.source },
    estimated: true,
    usage: { inputUncached: charge.inputTokens, output: charge.outputTokens },
  };
}

/** Whether somebody's money is held for an attempt. */
export function holdsMoney({ counters }: Reservation): boolean {
  return counters.some((counter) => counter.kind === 'money');
}

function atMost(nano: bigint | undefined, most: bigint | undefined): bigint | undefined {
  return nano !== undefined && most !== undefined && nano > most ? most : nano;
}
