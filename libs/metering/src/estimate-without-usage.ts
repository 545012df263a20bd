import { type NanoUsd, roundUpCost } from '@tollgate/kernel';

/** Tokens a second that a deployment can answer, until it is known. */
const OUTPUT_RATE_UNTIL_KNOWN = 200;

export interface UnreportedAttempt {
  /** I of the attempt's bound, tokens, and what it costs. */
  readonly inputTokens: number;
  readonly inputNano: NanoUsd;
  /** Nano-dollars per million tokens at the dearest row. */
  readonly outputNanoPerMillion: NanoUsd;
  /** Output tokens of all answers that were received, at least; 0 when nothing was. */
  readonly outputTokensReceived: number;
  /** From sending the request to its end. */
  readonly elapsedMs: number;
  /** Highest output rate seen of the deployment, tokens a second. */
  readonly outputRate?: number;
  /** What the attempt holds, or the most that it could cost: it is never charged more. undefined where neither is known. */
  readonly heldNano: NanoUsd | undefined;
  /** Most output tokens that the provider could make, all answers together. */
  readonly outputMax: number;
}

export interface EstimatedCharge {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Nano-dollars; more than 0 unless the price is. */
  readonly costNano: NanoUsd;
}

/**
 * What an attempt is charged that may have been billed and reported no usage (whole, cut off, cancelled, timed out): its input, and the
 * larger of the output received and what the provider could have made in the time: reasoning that nobody sees is billed as well. At most
 * the hold; the row is flagged estimated.
 */
export function estimateWithoutUsage(attempt: UnreportedAttempt): EstimatedCharge {
  const made = Math.ceil((Math.max(0, attempt.elapsedMs) / 1000) * (attempt.outputRate ?? OUTPUT_RATE_UNTIL_KNOWN));
  const outputTokens = Math.max(attempt.outputTokensReceived, Math.min(made, attempt.outputMax));
  const cost = attempt.inputNano + roundUpCost(BigInt(outputTokens) * attempt.outputNanoPerMillion);
  const costNano = attempt.heldNano !== undefined && cost > attempt.heldNano ? attempt.heldNano : cost;
  return { inputTokens: attempt.inputTokens, outputTokens, costNano };
}
