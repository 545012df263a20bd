import { GatewayError, type CounterRef, type Principal } from '@tollgate/canonical';
import { formatUsd, type Instant } from '@tollgate/kernel';
import { computeRateWindow } from './compute-window.js';
import { formatInstant } from './format-instant.js';
import { budgetText, holderName, RATE_TYPES, rateDescriptor } from './limit-texts.js';

/** LiteLLM's `retry-after` of every rate limit: the length of its window. */
const RATE_RETRY_AFTER_MS = 60_000;

interface Exceeded {
  readonly principal: Principal;
  readonly counter: CounterRef;
  readonly used: bigint;
  readonly held: bigint;
  readonly admittedAt: Instant;
}

/** 429 of a request, token or concurrency limit: text and headers of the recordings "key rate limit" and "team budget and limits". */
export function rateLimited({ principal, counter, used, held, admittedAt }: Exceeded): GatewayError {
  const type = counter.kind === 'money' ? 'money' : RATE_TYPES[counter.kind];
  const taken = used + held;
  const remaining = taken < counter.limit ? counter.limit - taken : 0n;
  const resetAt = formatInstant(counter.window.end ?? computeRateWindow(admittedAt).end);
  return new GatewayError('rate_limited', {
    message:
      `Rate limit exceeded for ${rateDescriptor(counter.scope)}: ${holderName(principal, counter)}. Limit type: ${type}. ` +
      `Current limit: ${counter.limit}, Remaining: ${remaining}. Limit resets at: ${resetAt}`,
    retryAfterMs: RATE_RETRY_AFTER_MS,
    headers: { rate_limit_type: type, reset_at: resetAt },
  });
}

/**
 * The refusal of a spent budget (422 unless `budget_exceeded_status_code` says otherwise); a client must not try again by itself.
 * Where something is left, the text says why it is not enough; where the budget resets, when.
 */
export function budgetExceeded({ principal, counter, used }: Exceeded, status: number): GatewayError {
  const text = budgetText(principal, counter, used);
  const short =
    used < counter.limit
      ? `. The ${formatUsd(counter.limit - used)} left does not pay for this call and a useful answer`
      : '';
  const end = counter.window.end;
  const reset = end === undefined ? '' : `. Budget resets at: ${formatInstant(end)}`;
  return new GatewayError('budget_exceeded', {
    message: `${text}${short}${reset}`,
    status,
    exceeded: { scope: counter.scope, id: counter.id, start: counter.window.start },
    headers: { 'x-should-retry': 'false', ...(end === undefined ? {} : { reset_at: formatInstant(end) }) },
  });
}

/** 429: the money is there, but held by calls that are under way or for answers in the background, and the wait for it is over. */
export function budgetBusy(counter: CounterRef, why: string): GatewayError {
  return new GatewayError('budget_busy', {
    message: `The rest of the ${counter.scope} budget is held by requests that are still running, or for answers in the background, and ${why}. Try again.`,
    retryAfterMs: 1000,
  });
}

/**
 * 422: no price is known, so the call cannot be held against a budget. Names the line that mends it; `pieceField` is what the operation is
 * priced by where that is not tokens.
 */
export function unpricedModel(model: string, pieceField: string | undefined, counter: CounterRef): GatewayError {
  const tokens = 'litellm_params: {input_cost_per_token: <dollars>, output_cost_per_token: <dollars>}';
  const line =
    pieceField === undefined
      ? tokens
      : `litellm_params: {${pieceField}: <dollars>}, or where its provider charges tokens ${tokens}`;
  return new GatewayError('unpriced_model', {
    message:
      `The price of model '${model}' is not known, so it cannot be used under the budget of this ${counter.scope}. ` +
      `Set it in the configuration: model_list entry with model_name '${model}', ${line} (0 where it is free).`,
    param: 'model',
    headers: { 'x-should-retry': 'false' },
  });
}

/** 422: the request holds members whose cost has no known bound. */
export function unboundedCost(members: readonly string[], counter: CounterRef): GatewayError {
  return new GatewayError('unbounded_cost', {
    message:
      `This request can cost any amount, so it cannot be used under the budget of this ${counter.scope}: ${members.join('; ')}. ` +
      `Leave these members out, or give them a bound.`,
    headers: { 'x-should-retry': 'false' },
  });
}

/** 503: limits cannot be counted now. Callers without limits are still served. */
export function limitsUnavailable(detail: string, cause?: unknown): GatewayError {
  return new GatewayError('store_unavailable', {
    message: 'Limits cannot be checked at the moment, so requests of limited keys are refused. Try again.',
    detail,
    cause,
    retryAfterMs: 1000,
  });
}
