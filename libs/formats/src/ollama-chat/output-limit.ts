import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { LIMIT } from './members.js';

/** The client's output limit: its dialect's, or Ollama's own `num_predict` beside it; the smaller one binds. */
export function outputLimitOf(request: CanonicalRequest): number | undefined {
  const { options, [LIMIT]: own } = request.extra;
  const limits = [request.maxOutputTokens, own, isJsonObject(options) ? options[LIMIT] : undefined].map(readLimit);
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** A limit that bounds; Ollama's -1 (no end) and -2 (until the context is full) do not. */
export function readLimit(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
