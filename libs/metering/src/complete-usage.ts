import type { Usage } from '@tollgate/canonical';

const BUCKETS = [
  'inputUncached',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'output',
  'reasoning',
  'outputAudio',
  'searches',
] as const satisfies readonly (keyof Usage)[];

/**
 * Usage that can be charged: every bucket a whole number of 0 or more, and some input or output reported. Anything else (negative
 * counts were seen from OpenAI-compatible servers) is unknown, never clamped.
 */
export function completeUsage(reported: Partial<Usage> | undefined): Usage | undefined {
  if (reported === undefined || (reported.inputUncached === undefined && reported.output === undefined))
    return undefined;
  const usage = { ...reported, inputUncached: reported.inputUncached ?? 0, output: reported.output ?? 0 };
  return BUCKETS.every((bucket) => isCount(usage[bucket])) ? usage : undefined;
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isSafeInteger(value) && value >= 0);
}
