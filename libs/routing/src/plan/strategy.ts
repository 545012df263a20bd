import type { Deployment } from '@tollgate/canonical';

/** Chooses one of the candidates (never empty). `random` gives numbers in [0, 1). */
export type Strategy = (candidates: readonly [Deployment, ...Deployment[]], random: () => number) => Deployment;
