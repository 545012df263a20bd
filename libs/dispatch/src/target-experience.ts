interface Seen {
  inputRatio: number;
  outputRate: number;
}

/** How fast a remembered extreme fades: an odd answer must not raise every later hold for ever. */
const FADE = 0.98;

/**
 * What a deployment's own figures have shown: by how much it reports more input than was counted here, and how fast it writes. Both
 * are extremes that fade, so that what is held errs to the safe side. Per process.
 */
export class TargetExperience {
  private readonly seen = new Map<string, Seen>();

  /** Largest ratio of reported to counted input seen lately; at least 1. */
  inputRatioOf(deploymentId: string): number {
    return this.seen.get(deploymentId)?.inputRatio ?? 1;
  }

  /** Highest output rate seen lately, tokens a second; absent until known. */
  outputRateOf(deploymentId: string): { readonly outputRate?: number } {
    const rate = this.seen.get(deploymentId)?.outputRate;
    return rate === undefined || rate === 0 ? {} : { outputRate: rate };
  }

  /** `counted` is undefined where nobody needed the input counted. */
  observe(deploymentId: string, reportedInput: number, counted: number | undefined, output: number, elapsedMs: number): void {
    const known = this.seen.get(deploymentId) ?? { inputRatio: 1, outputRate: 0 };
    const ratio = counted === undefined || counted === 0 ? 1 : reportedInput / counted;
    const rate = elapsedMs <= 0 ? 0 : (output * 1000) / elapsedMs;
    this.seen.set(deploymentId, {
      inputRatio: Math.max(1, ratio, 1 + (known.inputRatio - 1) * FADE),
      outputRate: Math.max(rate, known.outputRate * FADE),
    });
  }
}
