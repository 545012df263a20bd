import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { FORMAT } from './own-source.js';

/** Sampling, stop sequences and service tier. */
export function encodeSampling(
  request: CanonicalRequest,
  thinking: JsonObject | undefined,
  losses: Losses,
): JsonObject {
  const { temperature, topP, topK } = request;
  const stop = encodeStop(request, losses);
  const tier = encodeServiceTier(request, losses);
  const thinks = request.format !== FORMAT && thinking !== undefined && thinking['type'] !== 'disabled';
  if (thinks && temperature !== undefined && temperature !== 1)
    losses.drop('temperature', 'a model that thinks takes only 1');
  if (thinks && topK !== undefined) losses.drop('top_k', 'a model that thinks takes none');
  return {
    ...(temperature !== undefined && (!thinks || temperature === 1) && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && !thinks && { top_k: topK }),
    ...(stop !== undefined && { stop_sequences: stop }),
    ...(tier !== undefined && { service_tier: tier }),
  };
}

/** The provider refuses stop sequences of white space only. */
function encodeStop({ format, stop }: CanonicalRequest, losses: Losses): readonly string[] | undefined {
  if (stop === undefined || format === FORMAT) return stop;
  const kept = stop.filter((sequence) => sequence.trim() !== '');
  if (kept.length < stop.length) losses.drop('stop', 'a stop sequence of white space only');
  return kept.length === 0 ? undefined : kept;
}

function encodeServiceTier({ format, serviceTier }: CanonicalRequest, losses: Losses): string | undefined {
  if (serviceTier === undefined || format === FORMAT || serviceTier === 'auto') return serviceTier;
  if (serviceTier === 'default' || serviceTier === 'standard_only') return 'standard_only';
  losses.drop('service_tier', `the Messages API has no tier ${serviceTier}`);
  return undefined;
}
