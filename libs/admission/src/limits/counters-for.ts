import type { Instant } from '@tollgate/kernel';
import {
  GLOBAL_SCOPE_ID,
  hasBudget,
  SCOPES,
  type BalanceWindow,
  type CounterRef,
  type Deployment,
  type LimitedScope,
  type ScopeLimits,
  type ScopeName,
  type WindowRef,
} from '@tollgate/canonical';
import { computeRateWindow, computeWindow, LIFETIME } from './compute-window.js';
import { isSameCounter } from './counter-key.js';

const TARGET_SCOPES: ReadonlySet<ScopeName> = new Set(
  SCOPES.filter((scope) => scope.ownedBy === 'target' && scope.name !== 'global').map((scope) => scope.name),
);

/** Whether a scope's requests and slots belong to the attempt that goes there, rather than to the whole request. */
export function belongsToAttempt(scope: ScopeName): boolean {
  return TARGET_SCOPES.has(scope);
}

/** Every scope of an attempt: the caller's, what they use of the model that it goes to, and the target's own. */
export function scopesOfAttempt(
  callers: readonly LimitedScope[],
  asked: string,
  deployment: Deployment,
): readonly LimitedScope[] {
  const shares = callers.flatMap((caller) => modelShares(caller, [deployment.group, asked]));
  return [...callers, ...shares, ...scopesOfTarget(deployment)];
}

/**
 * Models are limited by the group that an attempt goes to, and by the name that was asked for; where none is limited by that, by the name without
 * its provider (`gpt-4o` limits `openai/gpt-4o`), as in LiteLLM.
 */
function modelShares(holder: LimitedScope, names: readonly string[]): readonly LimitedScope[] {
  const { scope, id, name, models } = holder;
  const share = SHARES.get(scope);
  if (models === undefined || share === undefined) return [];
  const limited = names.flatMap((model) => limitedName(models, model) ?? []);
  return [...new Set(limited)].map((model) => ({
    scope: share,
    id: `${id}:${model}`,
    ...(name !== undefined && { name: `${name}:${model}` }),
    limits: models[model] ?? {},
  }));
}

function limitedName(models: object, model: string): string | undefined {
  if (Object.hasOwn(models, model)) return model;
  const slash = model.indexOf('/');
  return slash < 0 ? undefined : limitedName(models, model.slice(slash + 1));
}

const SHARES: ReadonlyMap<ScopeName, ScopeName> = new Map(
  SCOPES.flatMap(({ name }) => {
    const share = SCOPES.find((other) => other.name === `model_per_${name}`);
    return share === undefined ? [] : [[name, share.name] as const];
  }),
);

/** The scopes of an attempt's target: its model group, provider and deployment, and the global one. */
function scopesOfTarget(deployment: Deployment): readonly LimitedScope[] {
  return [
    { scope: 'model', id: deployment.group, limits: {} },
    { scope: 'provider', id: deployment.provider, limits: {} },
    { scope: 'deployment', id: deployment.id, limits: deployment.limits },
    { scope: 'global', id: GLOBAL_SCOPE_ID, limits: {} },
  ];
}

/** The caller's shares of single models. */
const SHARE_SCOPES: ReadonlySet<ScopeName> = new Set(SHARES.values());

/**
 * Every counter that attempt `attempt` (1 is the first) takes from, in the windows of the admission instant, each once. Money
 * and tokens are taken with every attempt; requests and concurrency with the first, but for a target's own, which are taken
 * with each attempt that goes to it, and for those of the caller's share of a model, with the one that is the first there (`entersModel`).
 */
export function countersFor(
  scopes: readonly LimitedScope[],
  admittedAt: Instant,
  attempt: number,
  entersModel = attempt === 1,
): readonly CounterRef[] {
  const counters: CounterRef[] = [];
  for (const scope of scopes) {
    for (const counter of countersOfScope(scope, admittedAt)) {
      const perAttempt = counter.kind === 'money' || counter.kind === 'tokens' || belongsToAttempt(counter.scope);
      const isFirst = attempt === 1 || (entersModel && SHARE_SCOPES.has(counter.scope));
      if (isFirst || perAttempt) setCounter(counters, counter);
    }
  }
  return counters;
}

/** A later one of the same identity replaces the earlier in its place. */
function setCounter(counters: CounterRef[], counter: CounterRef): void {
  const at = counters.findIndex((other) => isSameCounter(other, counter));
  if (at === -1) counters.push(counter);
  else counters[at] = counter;
}

/**
 * The balance windows that a request's cost is added to in the ledger: each scope's lifetime and, where its budgets reset, their
 * windows of the admission instant. Two that began together are one balance. Those that a budget counts in say so.
 */
export function balanceWindows(scopes: readonly LimitedScope[], admittedAt: Instant): readonly BalanceWindow[] {
  const windows: BalanceWindow[] = [];
  for (const { scope, id, limits } of scopes) {
    const isBudgeted = hasBudget(limits) || limits.softBudget !== undefined;
    for (const start of windowStarts(limits, admittedAt)) {
      const isWatched = isBudgeted && (start !== LIFETIME.start || limits.budgetWindow === undefined);
      windows.push(isWatched ? { scope, id, start, budget: 'watched' } : { scope, id, start });
    }
  }
  return windows;
}

/** Of most scopes. */
const LIFETIME_ALONE: ReadonlySet<Instant> = new Set([LIFETIME.start]);

/** When the windows of a scope's budgets that `instant` falls into began, each once, the lifetime first. */
export function windowStarts(
  { budgetWindow, furtherBudgets = [] }: ScopeLimits,
  instant: Instant,
): ReadonlySet<Instant> {
  if (budgetWindow === undefined && furtherBudgets.length === 0) return LIFETIME_ALONE;
  const windows = [budgetWindow, ...furtherBudgets.map((budget) => budget.budgetWindow)];
  const starts = windows.flatMap((window) => (window === undefined ? [] : [computeWindow(window, instant).start]));
  return new Set([LIFETIME.start, ...starts]);
}

function countersOfScope({ scope, id, name, limits }: LimitedScope, admittedAt: Instant): readonly CounterRef[] {
  const counters: CounterRef[] = [];
  const of = name === undefined ? { scope, id } : { scope, id, name };
  for (const budget of budgetsOf(limits, admittedAt)) counters.push({ ...of, kind: 'money', ...budget });
  if (limits.requestsPerMinute !== undefined) {
    const limit = BigInt(limits.requestsPerMinute);
    counters.push({ ...of, kind: 'requests', window: computeRateWindow(admittedAt), limit });
  }
  if (limits.tokensPerMinute !== undefined) {
    const limit = BigInt(limits.tokensPerMinute);
    counters.push({ ...of, kind: 'tokens', window: computeRateWindow(admittedAt), limit });
  }
  if (limits.concurrentRequests !== undefined) {
    counters.push({ ...of, kind: 'concurrency', window: LIFETIME, limit: BigInt(limits.concurrentRequests) });
  }
  return counters;
}

interface Budget {
  readonly window: WindowRef;
  readonly limit: bigint;
}

const NO_BUDGETS: readonly Budget[] = [];

/** Each window once: of two budgets in the same one the smaller holds. */
function budgetsOf(limits: ScopeLimits, admittedAt: Instant): readonly Budget[] {
  if (!hasBudget(limits)) return NO_BUDGETS;
  const { maxBudget, budgetWindow, temporaryIncrease, furtherBudgets = [] } = limits;
  const budgets: Budget[] = [];
  if (maxBudget !== undefined) {
    const isRaised = temporaryIncrease !== undefined && admittedAt < temporaryIncrease.until;
    const window = budgetWindow === undefined ? LIFETIME : computeWindow(budgetWindow, admittedAt);
    budgets.push({ window, limit: isRaised ? maxBudget + temporaryIncrease.amount : maxBudget });
  }
  for (const further of furtherBudgets) {
    const window = computeWindow(further.budgetWindow, admittedAt);
    const same = budgets.findIndex((budget) => isSameWindow(budget.window, window));
    if (same === -1) budgets.push({ window, limit: further.maxBudget });
    else if (further.maxBudget < (budgets[same]?.limit ?? 0n)) budgets[same] = { window, limit: further.maxBudget };
  }
  return budgets;
}

function isSameWindow(a: WindowRef, b: WindowRef): boolean {
  return a.start === b.start && a.end === b.end;
}
