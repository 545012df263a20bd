interface Seen {
  /** Tokens reported beyond those counted, for short inputs: what a provider adds to each call. */
  surplus: number;
  /** Reported to counted, for inputs long enough that the surplus does not matter. */
  ratio: number;
  /** Output tokens a second. */
  rate: number;
}

const NOTHING_SEEN: Seen = { surplus: 0, ratio: 1, rate: 0 };

/** How fast a remembered extreme fades: an odd answer must not raise every later hold for ever. */
const FADE = 0.98;
/** From here on a difference is a ratio; below it is a sum, else a hidden instruction before "Hi" would multiply every long prompt. */
const LONG_INPUT_TOKENS = 256;
/** A shorter answer says nothing of a rate: a cached one would seem to come at thousands of tokens a second. */
const RATE_MS_MIN = 1_000;

/** A report of more input or output than the largest context window that is sold teaches nothing: it is a fault, or was not of one call. */
const WINDOW_TOKENS_MAX = 10_000_000;
/** The longest instructions that a provider is believed to put before each call. */
export const SURPLUS_TOKENS_MAX = 100_000;
/** Two tokenizers differ by less on any language; what a long input is reported beyond it is a surplus. */
const RATIO_MAX = 4;
/** Tokens a second of all answers together; the fastest hardware on offer writes some 3,000 for one. */
export const OUTPUT_RATE_MAX = 10_000;

/**
 * What a deployment's own figures have shown: by how much it reports more input than was counted here, and how fast it writes. All are
 * extremes that fade, so that what is held errs to the safe side, and none goes beyond what a model can do: an absurd report must not
 * raise what others hold or are charged. Per process.
 */
export class TargetExperience {
  private readonly seen = new Map<string, Seen>();

  /** What `counted` tokens of input may be reported as; never less. */
  inputOf(deploymentId: string, counted: number): number {
    const { surplus, ratio } = this.seen.get(deploymentId) ?? NOTHING_SEEN;
    return Math.ceil(Math.max(counted * ratio, counted + surplus));
  }

  /** Highest output rate seen lately, tokens a second; absent until known. */
  outputRateOf(deploymentId: string): { readonly outputRate?: number } {
    const rate = this.seen.get(deploymentId)?.rate;
    return rate === undefined || rate === 0 ? {} : { outputRate: rate };
  }

  /** `counted` is the input as counted before anything learned was added; undefined where nobody counted, or it cannot be counted. */
  observe(
    deploymentId: string,
    reportedInput: number,
    counted: number | undefined,
    output: number,
    elapsedMs: number,
  ): void {
    if (reportedInput > WINDOW_TOKENS_MAX || output > WINDOW_TOKENS_MAX) return;
    const known = this.seen.get(deploymentId) ?? NOTHING_SEEN;
    const { surplus, ratio } = inputSeen(reportedInput, counted);
    const rate = Math.min((output * 1000) / Math.max(elapsedMs, RATE_MS_MIN), OUTPUT_RATE_MAX);
    this.seen.set(deploymentId, {
      surplus: Math.max(surplus, known.surplus * FADE),
      ratio: Math.max(ratio, 1 + (known.ratio - 1) * FADE),
      rate: Math.max(rate, known.rate * FADE),
    });
  }
}

function inputSeen(reported: number, counted: number | undefined): Pick<Seen, 'surplus' | 'ratio'> {
  if (counted === undefined) return NOTHING_SEEN;
  if (counted >= LONG_INPUT_TOKENS && reported <= counted * RATIO_MAX) return { surplus: 0, ratio: reported / counted };
  return { surplus: Math.min(reported - counted, SURPLUS_TOKENS_MAX), ratio: 1 };
}
