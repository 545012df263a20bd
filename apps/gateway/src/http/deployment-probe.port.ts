import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';

export type ProbeResult =
  | { readonly kind: 'answered' }
  /** A text for people, without credentials. */
  | { readonly kind: 'failed'; readonly error: string }
  /** It was not asked: nothing is known but what calls said of it. */
  | { readonly kind: 'skipped'; readonly reason: string };

/** Asks deployments whether they answer. */
export abstract class DeploymentProbe {
  /**
   * One small call to each, a few at a time and none twice at once; what they cost is booked to the caller. Results are in the order of
   * `deployments`. Never rejects.
   */
  abstract probe(
    deployments: readonly Deployment[],
    snapshot: Snapshot,
    caller: Principal,
  ): Promise<readonly ProbeResult[]>;
}
