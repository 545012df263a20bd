import type { Clock } from '@tollgate/kernel';
import type { FailureClass, GatewayError, RoutePlan, RouteStep } from '@tollgate/canonical';
import type { Attempted, Shown } from './attempted.js';
import type { DispatchAsk } from './dispatch-ask.js';
import type { ClosedAttempt, Dispatched, FailedFallback } from './dispatched.js';
import { pause } from './pause.js';

/** A request on its way through its plan. */
export interface Walk {
  readonly ask: DispatchAsk;
  /** Monotonic; no attempt at the group that is asked now begins after it. */
  deadline: number;
  /** Of the next attempt: each that holds something has its own. */
  number: number;
  /** Attempts that were sent and failed. */
  readonly closed: ClosedAttempt[];
  /** What the client sees where nothing answers: the first failure. */
  shown: Shown | undefined;
  readonly fallbacks: FailedFallback[];
  /** Nothing more may be tried: the client is gone, or somebody may be making the answer. */
  over: boolean;
}

export function newWalk(ask: DispatchAsk): Walk {
  return { ask, deadline: 0, number: 1, closed: [], shown: undefined, fallbacks: [], over: false };
}

interface WalkParts {
  readonly clock: Clock;
  readonly attempt: (step: RouteStep) => Promise<Attempted>;
}

/** A provider that asks for a longer wait is not waited for: the client is told, and can decide. */
const RETRY_AFTER_MS_MAX = 60_000;

/**
 * Tries a plan's steps, then the groups that take over after such a failure, each with a deadline of its own (a group that hung has used up
 * its own alone). undefined: nothing answered.
 */
export async function walkPlan(walk: Walk, plan: RoutePlan, parts: WalkParts): Promise<Dispatched | undefined> {
  const tried = await trySteps(walk, plan, parts);
  if (tried.dispatched !== undefined) return tried.dispatched;
  for (const { afterFailures, plan: planNext } of plan.fallbacks ?? []) {
    if (walk.over) return undefined;
    if (tried.failureClass === undefined || !afterFailures.includes(tried.failureClass)) continue;
    const next = planNext();
    if (next === undefined) continue;
    const answered = await walkPlan(walk, next, parts);
    if (answered !== undefined) return answered;
  }
  return undefined;
}

interface Tried {
  readonly dispatched?: Dispatched;
  /** What the group failed with; undefined: nothing was tried. */
  readonly failureClass?: FailureClass;
}

async function trySteps(walk: Walk, plan: RoutePlan, { clock, attempt }: WalkParts): Promise<Tried> {
  if (plan.refusal !== undefined) return refused(walk, plan.refusal);
  walk.deadline = clock.monotonicMs() + plan.deadlineMs;
  const { number } = walk;
  const isFallback = walk.shown !== undefined;
  const fallbacks = walk.fallbacks.length + (isFallback ? 1 : 0);
  let last: Last | undefined;
  for (const step of plan.steps) {
    if (last !== undefined) {
      const delayMs = delayBefore(step, last, walk.deadline - clock.monotonicMs());
      if (delayMs === 'never') continue;
      await pause(delayMs, walk.ask.signal);
      if (walk.ask.signal.aborted) break;
    }
    const attempted = await attempt(step);
    if (attempted.kind === 'answered') {
      const retries = attempted.dispatched.attempt.number - number;
      return { dispatched: { ...attempted.dispatched, retries, fallbacks } };
    }
    if (isFallback && last === undefined) walk.fallbacks.push({ model: step.model.name, error: attempted.error });
    walk.shown ??= attempted;
    if (attempted.kind === 'failed') walk.closed.push(attempted.closed);
    if (attempted.kind === 'failed' && attempted.closed.mayGoOn === true) {
      walk.over = true;
      break;
    }
    // what the money does not cover is skipped: a later step may be cheaper
    if (last === undefined || attempted.failureClass !== 'budget')
      last = { deployment: step.deployment, failure: attempted };
  }
  walk.over ||= walk.ask.signal.aborted;
  return last === undefined ? {} : { failureClass: last.failure.failureClass };
}

interface Last {
  readonly deployment: RouteStep['deployment'];
  readonly failure: Shown;
}

/** Nobody of the group can be asked now. */
function refused(walk: Walk, error: GatewayError): Tried {
  walk.shown ??= { error, failureClass: 'unavailable', retryAfterMs: undefined, headers: {} };
  return { failureClass: 'unavailable' };
}

/** Milliseconds to wait before a step; a provider's wish counts for its own deployment only. */
function delayBefore(step: RouteStep, last: Last, leftMs: number): number | 'never' {
  if (!step.afterFailures.includes(last.failure.failureClass)) return 'never';
  const wished = step.deployment === last.deployment ? (last.failure.retryAfterMs ?? 0) : 0;
  const delayMs = Math.max(step.delayMs, wished);
  return wished > RETRY_AFTER_MS_MAX || delayMs >= leftMs ? 'never' : delayMs;
}
