import { fail, succeed, type Outcome } from '@tollgate/kernel';
import { GatewayError, type Reservation } from '@tollgate/canonical';
import type { AttemptAsk } from './attempt-ask.js';
import type { ReserveAnswer, ReserveAsk } from './counter-store.port.js';
import { budgetBusy, budgetExceeded, limitsUnavailable, rateLimited } from './limit-refusals.js';
import { rateLimitHeaders } from './rate-limit-headers.js';
import type { WaitEnd } from './wait-line.js';

/** What the caller of `Limiter.reserve` gets for how its asking ended: what it holds, or the error of its refusal. */
export function concludeReserve(attempt: AttemptAsk, end: WaitEnd): Outcome<Reservation, GatewayError> {
  switch (end.kind) {
    case 'answered':
      return concludeAnswer(attempt, end.ask, end.answer);
    case 'failed':
      return fail(end.cause instanceof GatewayError ? end.cause : storeFailure(end.cause));
    case 'aborted':
      return fail(
        new GatewayError('client_closed', { message: 'The client closed the request while it waited for budget.' }),
      );
    case 'closed':
      return fail(
        new GatewayError('shutting_down', {
          message: 'The gateway is shutting down. Try again.',
          retryAfterMs: 1000,
        }),
      );
    case 'full':
      return fail(budgetBusy(end.counter, 'no more requests can wait for it'));
    case 'timeout':
      return fail(budgetBusy(end.counter, 'it did not come free in time'));
  }
}

function concludeAnswer(
  attempt: AttemptAsk,
  ask: ReserveAsk,
  answer: Exclude<ReserveAnswer, { kind: 'busy' }>,
): Outcome<Reservation, GatewayError> {
  if (answer.kind === 'granted') return succeed(toReservation(ask, answer));
  const exceeded = { ...answer, principal: attempt.principal, admittedAt: attempt.admittedAt };
  const money = answer.counter.kind === 'money';
  return fail(money ? budgetExceeded(exceeded, attempt.settings.budgetExceededStatus) : rateLimited(exceeded));
}

function storeFailure(cause: unknown): GatewayError {
  if (cause instanceof RangeError)
    return new GatewayError('internal_error', { message: 'Internal error.', detail: cause.message, cause });
  return limitsUnavailable(cause instanceof Error ? cause.message : 'the counter store failed', cause);
}

function toReservation(ask: ReserveAsk, granted: Extract<ReserveAnswer, { kind: 'granted' }>): Reservation {
  const { outputTokens, loweredBy } = granted;
  const money = ask.money;
  const limited = money !== undefined && outputTokens !== undefined && !money.unlimited;
  return {
    requestId: ask.requestId,
    attempt: ask.attempt,
    admittedAt: ask.admittedAt,
    counters: ask.counters,
    heldNano: granted.heldNano,
    heldTokens: ask.counters.some((counter) => counter.kind === 'tokens') ? ask.tokens : 0n,
    ...(outputTokens === undefined ? {} : { outputTokens }),
    limitUpstream: limited && (money.clientLimit !== undefined || outputTokens < money.outputMax),
    ...(loweredBy === undefined ? {} : { loweredBy }),
    rateLimitHeaders: rateLimitHeaders(ask.counters, granted.states),
  };
}
