import type { AttemptRecord, CompletionRecord, ModelPrice, Usage } from '@tollgate/canonical';
import type { EndedResponse } from '@tollgate/formats';
import { type Instant, type NanoUsd, sumNanoUsd } from '@tollgate/kernel';
import { ATTEMPT_COST_NANO_MAX, completeUsage, type Cost, costOf, estimateWithoutUsage } from '@tollgate/metering';
import type { BackgroundAccount } from './background-answer.js';

/** How an answer ended; `lost`: its provider does not have it any more, or could not be asked for as long as it keeps one. */
export type BackgroundEnd = EndedResponse | { readonly outcome: 'lost' };

interface Charge {
  readonly costNano: NanoUsd | undefined;
  readonly cost?: Cost;
  readonly usage?: Usage;
  readonly estimated: boolean;
}

/**
 * The call's record with the end of its answer, in place of what was held for it. Reported usage is charged as any other. Without one an
 * answer that failed or was cancelled is charged as an unreported attempt is (input, and what could have been made in the time, at most
 * what was at stake); one that is lost is charged all that was at stake. Both are flagged estimated.
 */
export function settledRecord(
  { record, atStakeNano, estimate }: BackgroundAccount,
  end: BackgroundEnd,
  price: ModelPrice | undefined,
  now: Instant,
): CompletionRecord {
  const earlier = record.attempts.slice(0, -1);
  const made = record.attempts.at(-1);
  if (made === undefined) throw new TypeError('a background answer without an attempt');
  const charge = chargeOf({ atStakeNano: BigInt(atStakeNano), estimate, elapsedMs: now - made.startedAt }, end, price);
  const attempts = [...earlier, attemptOf(made, end, charge, now)];
  const costs = attempts.flatMap(({ costNano }) => (costNano === null ? [] : [BigInt(costNano)]));
  const finish = 'response' in end ? end.response?.choices[0]?.finish.reason : undefined;
  return {
    ...record,
    endedAt: now,
    status: outcomeOf(end),
    costNano: costs.length < attempts.length ? null : String(sumNanoUsd(costs)),
    costEstimated: attempts.some(({ estimated }) => estimated),
    attempts,
    ...(charge.usage !== undefined && { usage: charge.usage }),
    ...(charge.cost !== undefined && { costBreakdown: decimals(charge.cost.breakdown) }),
    ...(finish !== undefined && { finishReason: finish }),
    ...(outcomeOf(end) === 'failure' && { errorCode: 'upstream_error', errorMessage: messageOf(end) }),
  };
}

function outcomeOf({ outcome }: BackgroundEnd): AttemptRecord['outcome'] {
  return outcome === 'lost' ? 'failure' : outcome;
}

function messageOf(end: BackgroundEnd): string {
  if (end.outcome === 'lost')
    return 'The provider could not tell how this answer ended; what was held for it is charged.';
  return ('message' in end ? end.message : undefined) ?? 'The provider failed to make this answer.';
}

function chargeOf(
  {
    atStakeNano,
    estimate,
    elapsedMs,
  }: { atStakeNano: NanoUsd; estimate: BackgroundAccount['estimate']; elapsedMs: number },
  end: BackgroundEnd,
  price: ModelPrice | undefined,
): Charge {
  if (end.outcome === 'lost') return { costNano: estimate === undefined ? undefined : atStakeNano, estimated: true };
  const usage = completeUsage(end.usage);
  const cost = costOf(usage, price, end.serviceTier);
  if (usage !== undefined && (cost.costNano ?? 0n) <= ATTEMPT_COST_NANO_MAX)
    return { costNano: cost.costNano, cost, usage, estimated: false };
  if (estimate === undefined) return { costNano: undefined, estimated: true };
  const { costNano } = estimateWithoutUsage({
    inputTokens: estimate.inputTokens,
    inputNano: BigInt(estimate.inputNano),
    outputNanoPerMillion: BigInt(estimate.outputNanoPerMillion),
    outputMax: estimate.outputMax,
    outputTokensReceived: 0,
    elapsedMs,
    heldNano: atStakeNano,
  });
  return { costNano, estimated: true };
}

function attemptOf(
  made: AttemptRecord,
  end: BackgroundEnd,
  { costNano, cost, usage, estimated }: Charge,
  now: Instant,
): AttemptRecord {
  const { raw: _raw, ...counts } = usage ?? { raw: undefined };
  return {
    ...made,
    endedAt: now,
    outcome: outcomeOf(end),
    costNano: costNano === undefined ? null : String(costNano),
    estimated,
    ...(usage !== undefined && { usage: counts as Usage }),
    ...(cost !== undefined && { prices: decimals(cost.prices) }),
    ...(cost?.priceSource !== undefined && { priceSource: cost.priceSource }),
    ...(outcomeOf(end) === 'failure' && { failureClass: 'server', errorMessage: messageOf(end) }),
  };
}

function decimals(amounts: Readonly<Record<string, NanoUsd>>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]));
}
