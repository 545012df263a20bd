import type { AttemptEnd } from '@tollgate/admission';
import {
  type AttemptRecord,
  type FailureClass,
  totalInputTokens,
  totalOutputTokens,
  type UpstreamFailure,
  type Usage,
} from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Cost } from '@tollgate/metering';
import type { ClosedAttempt, LiveAttempt } from './dispatched.js';

/** What was received of an answer. */
export interface Received {
  readonly usage: Usage | undefined;
  /** What it reported before it broke off: the input is whole then, the output is not. Read only when there is no usage. */
  readonly interim?: Partial<Usage>;
  /** Everything the model wrote; counted only when there is no usage. */
  readonly text: () => string;
  readonly serviceTier?: string;
  /** It was cut off because it went past its output limit. */
  readonly overran?: boolean;
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly failure?: UpstreamFailure;
  readonly failureClass?: FailureClass;
  readonly firstTokenAt?: Instant;
  readonly status?: number;
}

/** What an attempt is charged, and on what ground. */
export type Account = Pick<ClosedAttempt, 'costNano' | 'cost' | 'estimated' | 'usage'>;

/** The cost of what was not billed. */
export const NOTHING: Cost = { costNano: 0n, breakdown: {}, prices: {}, priceSource: undefined };

/** Of a failed attempt's text: a record keeps that of each attempt, and an error page can be long. */
const ERROR_CHARACTERS_MAX = 2_000;

/** Draws up an attempt: its line in the record, and what its counters are to be told. */
export function drawAccount(
  attempt: LiveAttempt,
  received: Received,
  account: Account,
  endedAt: Instant,
): ClosedAttempt {
  const { usage, costNano, estimated } = account;
  const end: AttemptEnd = {
    attempt: attempt.number,
    costNano: costNano ?? 0n,
    tokens: usage === undefined ? 0n : BigInt(totalInputTokens(usage) + totalOutputTokens(usage)),
    deploymentId: attempt.step.deployment.id,
    upstreamModel: attempt.step.target.model,
    choices: attempt.bound.choices,
    ...(usage !== undefined && !estimated && { reportedOutput: taughtOutput(attempt, totalOutputTokens(usage)) }),
    ...(received.overran === true && { overran: true }),
  };
  return { attempt, record: recordOf(attempt, received, account, endedAt), end, ...account };
}

/** Where nobody says how much a model can answer: more than any model's documentation names. */
const OUTPUT_TOKENS_MAX = 131_072;
/** So far past its limit that it counts as ignored. */
const OVERRUN = 1.05;

/**
 * The output that an answer teaches: what it reported, at most a little more than the call could have brought. One absurd report would
 * else fill the token rates of all later calls, while it is still seen that the deployment went past its limit.
 */
function taughtOutput({ outputLimit, reservation, bound, pricing }: LiveAttempt, reported: number): number {
  const granted = Math.max(outputLimit ?? 0, reservation.outputTokens ?? 0);
  const most = granted > 0 ? granted : (bound.outputLimit ?? pricing.facts.maxOutputTokens ?? OUTPUT_TOKENS_MAX);
  return Math.min(reported, Math.ceil(most * bound.choices * OVERRUN) + 1);
}

function recordOf(
  { number, step, reservation, startedAt }: LiveAttempt,
  received: Received,
  account: Account,
  endedAt: Instant,
): AttemptRecord {
  const { cost, costNano, estimated, usage } = account;
  const { outcome, firstTokenAt, status, failure, failureClass } = received;
  return {
    attempt: number,
    deploymentId: step.deployment.id,
    provider: step.target.provider,
    model: step.target.model,
    modelGroup: step.model.name,
    apiBase: step.target.apiBase,
    startedAt,
    endedAt,
    outcome,
    costNano: costNano === undefined ? null : String(costNano),
    estimated,
    heldNano: String(reservation.heldNano),
    prices: writePrices(cost.prices),
    ...(firstTokenAt !== undefined && { firstTokenAt }),
    ...(status !== undefined && { status }),
    ...(failureClass !== undefined && { failureClass }),
    ...(failure !== undefined && { errorMessage: failure.message.slice(0, ERROR_CHARACTERS_MAX) }),
    ...(usage !== undefined && { usage: countsOf(usage) }),
    ...(cost.priceSource !== undefined && { priceSource: cost.priceSource }),
  };
}

/** The provider's own block stands once in a record, beside the usage of the attempt that answered. */
function countsOf({ raw: _raw, ...counts }: Usage): Usage {
  return counts;
}

function writePrices(prices: Cost['prices']): Record<string, string> {
  const written: Record<string, string> = {};
  for (const bucket in prices) written[bucket] = String(prices[bucket]);
  return written;
}
