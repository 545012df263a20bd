import type { Deployment } from '@tollgate/canonical';
import type { Strategy } from './strategy.js';

const WEIGHTS = [
  (deployment: Deployment) => deployment.weight,
  (deployment: Deployment) => deployment.rpm,
  (deployment: Deployment) => deployment.tpm,
];

/**
 * LiteLLM's default: random by `weight` when the first candidate has one, else by its `rpm`, else by its `tpm`, else uniform. A candidate
 * without the figure counts 0 and is chosen only when all do.
 */
export const simpleShuffle: Strategy = (candidates, random) => {
  const [first] = candidates;
  if (candidates.length === 1) return first;
  const weightOf = WEIGHTS.find((read) => read(first) !== undefined);
  const weights = candidates.map((candidate) => (weightOf === undefined ? 1 : Math.max(0, weightOf(candidate) ?? 0)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return candidates[Math.floor(random() * candidates.length)] ?? first;
  let left = random() * total;
  for (const [index, candidate] of candidates.entries()) {
    left -= weights[index] ?? 0;
    if (left < 0) return candidate;
  }
  return candidates.findLast((_, index) => (weights[index] ?? 0) > 0) ?? first;
};
