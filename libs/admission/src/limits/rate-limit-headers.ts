import type { CounterRef, ScopeName } from '@tollgate/canonical';
import type { CounterState } from './counter-store.port.js';
import { belongsToAttempt } from './counters-for.js';
import { RATE_TYPES, rateDescriptor } from './limit-texts.js';

/**
 * `x-ratelimit-<descriptor>-limit-<type>` and `-remaining-<type>` for the caller's own rate limits, as they stand with this
 * request in them (recording "key rate limit"). Where several counters share a name (tags), the one with the least left is shown.
 */
export function rateLimitHeaders(
  counters: readonly CounterRef[],
  states: readonly CounterState[],
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [index, counter] of counters.entries()) {
    const state = states[index];
    if (counter.kind === 'money' || belongsToAttempt(counter.scope) || state === undefined) continue;
    const names = namesOf(counter.scope, counter.kind);
    const left = counter.limit - state.settled - state.held;
    const remaining = left < 0n ? 0n : left;
    const known = headers[names.remaining];
    if (known !== undefined && remaining >= BigInt(known)) continue;
    headers[names.limit] = String(counter.limit);
    headers[names.remaining] = String(remaining);
  }
  return headers;
}

interface Names {
  readonly limit: string;
  readonly remaining: string;
}
const NAMES = new Map<ScopeName, Map<RateKind, Names>>();
type RateKind = keyof typeof RATE_TYPES;

function namesOf(scope: ScopeName, kind: RateKind): Names {
  const known = NAMES.get(scope)?.get(kind);
  if (known !== undefined) return known;
  const [descriptor, type] = [rateDescriptor(scope), RATE_TYPES[kind]];
  const names = {
    limit: `x-ratelimit-${descriptor}-limit-${type}`,
    remaining: `x-ratelimit-${descriptor}-remaining-${type}`,
  };
  NAMES.set(scope, (NAMES.get(scope) ?? new Map<RateKind, Names>()).set(kind, names));
  return names;
}
