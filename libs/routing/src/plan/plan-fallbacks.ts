import type {
  FallbackRoute,
  FallbackSettings,
  FallbackWishes,
  GatewayError,
  ResolvedModel,
  RoutePlan,
} from '@tollgate/canonical';
import { type Outcome, succeed } from '@tollgate/kernel';
import { findFallbacks, type FoundFallback } from './find-fallbacks.js';

export interface FallbackInput {
  readonly model: ResolvedModel;
  readonly settings: FallbackSettings;
  readonly wishes?: FallbackWishes;
  /** The group as this caller may use it for this request; undefined: not at all, or there is none. */
  readonly resolve: (found: FoundFallback) => ResolvedModel | undefined;
  /** The attempts at one group. */
  readonly plan: (model: ResolvedModel) => Outcome<RoutePlan, GatewayError>;
}

/**
 * The attempts at the model's own group, and the groups that take over from it, from these, and so on: each group once, and at most as many
 * as the operator allows. What is not needed is not planned.
 */
export function planFallbacks(input: FallbackInput): Outcome<RoutePlan, GatewayError> {
  const { model, settings, wishes, plan } = input;
  const own = plan(model);
  const found = findFallbacks(model, settings, wishes);
  if (found.length === 0) return own;
  const left = { count: Math.min(wishes?.max ?? settings.max, settings.max), seen: new Set([keyOf(model)]) };
  const fallbacks = found.map((fallback) => routeTo(input, fallback, left));
  return succeed(own.ok ? { ...own.value, fallbacks } : { steps: [], refusal: own.error, deadlineMs: 0, fallbacks });
}

/** What the groups of one request have left. */
interface Left {
  count: number;
  readonly seen: Set<string>;
}

function routeTo(input: FallbackInput, found: FoundFallback, left: Left): FallbackRoute {
  return { afterFailures: found.afterFailures, plan: () => planNext(input, found, left) };
}

function planNext(input: FallbackInput, found: FoundFallback, left: Left): RoutePlan | undefined {
  if (left.count === 0) return undefined;
  const model = input.resolve(found);
  if (model === undefined || left.seen.has(keyOf(model))) return undefined;
  const planned = input.plan(model);
  if (!planned.ok) return undefined;
  left.count -= 1;
  left.seen.add(keyOf(model));
  // a client's list is tried in its order, and is all that it wishes for
  const next = input.wishes?.list === undefined ? findFallbacks(model, input.settings, input.wishes) : [];
  return { ...planned.value, fallbacks: next.map((fallback) => routeTo(input, fallback, left)) };
}

/** A pattern is as many groups as there are names that it takes. */
function keyOf({ name, group, captures }: ResolvedModel): string {
  return captures.length > 0 ? name : group;
}
