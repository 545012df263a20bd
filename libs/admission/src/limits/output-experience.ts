/** Output tokens that a deployment is taken to answer with until it has answered. */
const MEAN_UNTIL_KNOWN = 250;
const WEIGHT_OF_LATEST = 0.1;

/**
 * What the deployments' answers have taught: their mean output, for the charge of token rates, and whether they keep to an output
 * limit, for what must be held (money-and-ledger 3 and 4). Per process; one entry per deployment that has answered.
 */
export class OutputExperience {
  private readonly means = new Map<string, number>();
  private readonly breakers = new Set<string>();

  /** Output tokens of one answer, all choices. */
  meanOf(deploymentId: string): number {
    return Math.ceil(this.means.get(deploymentId) ?? MEAN_UNTIL_KNOWN);
  }

  ignoresLimit(deploymentId: string): boolean {
    return this.breakers.has(deploymentId);
  }

  observe(deploymentId: string, outputTokens: number, limit: number | undefined): void {
    const mean = this.means.get(deploymentId);
    this.means.set(deploymentId, mean === undefined ? outputTokens : mean + (outputTokens - mean) * WEIGHT_OF_LATEST);
    if (limit !== undefined && outputTokens > limit) this.observeOverrun(deploymentId);
  }

  /** It went past a limit that it was given: from now on it is taken to have none. */
  observeOverrun(deploymentId: string): void {
    this.breakers.add(deploymentId);
  }
}
