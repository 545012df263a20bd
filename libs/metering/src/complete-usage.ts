import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';

const BUCKETS = [
  'inputUncached',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'inputImage',
  'output',
  'reasoning',
  'outputAudio',
  'outputImage',
  'searches',
  'images',
  'seconds',
  'characters',
  'pages',
] as const satisfies readonly (keyof Usage)[];

/**
 * Input, and output, that one answer can have: what the ledger's columns hold. The largest context window that anyone sells has ten
 * million tokens, so that what lies beyond is two hundred times out of any model's reach: a fault of the provider's, not a bill.
 */
export const USAGE_TOKENS_MAX = 2 ** 31 - 1;

/**
 * Usage that can be charged: every bucket a whole number of 0 or more, some input or output reported, and neither of them more than
 * USAGE_TOKENS_MAX. Anything else (negative counts were seen from OpenAI-compatible servers) is unknown, never clamped.
 */
export function completeUsage(reported: Partial<Usage> | undefined): Usage | undefined {
  if (reported === undefined || (reported.inputUncached === undefined && reported.output === undefined))
    return undefined;
  const usage = { ...reported, inputUncached: reported.inputUncached ?? 0, output: reported.output ?? 0 };
  if (!BUCKETS.every((bucket) => isCount(usage[bucket]))) return undefined;
  return totalInputTokens(usage) <= USAGE_TOKENS_MAX && totalOutputTokens(usage) <= USAGE_TOKENS_MAX
    ? usage
    : undefined;
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 0 && value <= USAGE_TOKENS_MAX);
}
