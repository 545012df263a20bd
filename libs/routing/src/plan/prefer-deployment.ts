import { simpleShuffle } from './simple-shuffle.js';
import type { Strategy } from './strategy.js';

/** The deployment of this id wherever it is a candidate, and any other by `otherwise` where it is not: cooling down, or tried already. */
export function preferDeployment(id: string, otherwise: Strategy = simpleShuffle): Strategy {
  return (candidates, random) => candidates.find((candidate) => candidate.id === id) ?? otherwise(candidates, random);
}
