import type { ActivitySums } from './stored-activity.js';

export const NO_SUMS: ActivitySums = {
  costNano: 0n,
  promptTokens: 0,
  completionTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  requests: 0,
  succeeded: 0,
  failed: 0,
  durationMs: 0,
};

export function addSums(one: ActivitySums, other: ActivitySums): ActivitySums {
  return {
    costNano: one.costNano + other.costNano,
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    requests: one.requests + other.requests,
    succeeded: one.succeeded + other.succeeded,
    failed: one.failed + other.failed,
    durationMs: one.durationMs + other.durationMs,
  };
}
