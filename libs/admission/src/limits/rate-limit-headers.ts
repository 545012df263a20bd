import type { CounterRef } from '@tollgate/canonical';
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
    const [descriptor, type] = [rateDescriptor(counter.scope), RATE_TYPES[counter.kind]];
    const left = counter.limit - state.settled - state.held;
    const remaining = left < 0n ? 0n : left;
    const known = headers[`x-ratelimit-${descriptor}-remaining-${type}`];
    if (known !== undefined && remaining >= BigInt(known)) continue;
    headers[`x-ratelimit-${descriptor}-limit-${type}`] = String(counter.limit);
    headers[`x-ratelimit-${descriptor}-remaining-${type}`] = String(remaining);
  }
  return headers;
}
