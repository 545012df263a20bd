import { type Clock, RecentMap } from '@tollgate/kernel';

interface Seen {
  /** Tokens reported beyond those counted, for short inputs: the template that a provider puts around each call. */
  readonly overhead: number;
  /** The ratio of reported to counted less 1, for inputs long enough that the overhead does not matter. */
  readonly excess: number;
  /** Output tokens a second. */
  readonly rate: number;
  /** Monotonic milliseconds. */
  readonly at: number;
}

type SeenInput = Pick<Seen, 'overhead' | 'excess'>;

const NOTHING_SEEN: SeenInput = { overhead: 0, excess: 0 };

/** How much of a remembered extreme the next answer leaves: an odd one must not raise every later hold for ever. */
const FADE = 0.98;
/** Half of what was learned of inputs is gone after so long without an answer: who is refused for it brings none. */
export const HALF_LIFE_MS = 600_000;
/** Clients can invent names beneath a wildcard; some 200 bytes each. */
export const SUBJECTS_MAX = 10_000;

/** From here on a difference is a ratio; below it is a sum, else a template around "Hi" would multiply every long prompt. */
const LONG_INPUT_TOKENS = 256;
/** A shorter answer says nothing of a rate: a cached one would seem to come at thousands of tokens a second. */
const RATE_MS_MIN = 1_000;

/** A report of more input or output than the largest context window that is sold teaches nothing: it is a fault, or was not of one call. */
const WINDOW_TOKENS_MAX = 10_000_000;
/** The longest template that is believed: a chat's is tens of tokens, with tools some hundreds. More than this is not an error of counting. */
export const OVERHEAD_TOKENS_MAX = 256;
/** Two tokenizers differ by less on any language; what a long input is reported beyond it is an overhead. */
const RATIO_MAX = 4;
/** Less than this, tokens, is what is left of something forgotten, or the error of a fraction. */
const TOKENS_MIN = 0.5;
const FRACTION_ERROR = 1e-6;
/** Tokens a second of all answers together; the fastest hardware on offer writes some 3,000 for one. */
export const OUTPUT_RATE_MAX = 10_000;

/**
 * What answers have shown of a subject (a deployment's model and a class of content): by how much more input is reported than was counted
 * here, and how fast it writes. All are extremes that fade, so that what is held errs to the safe side, and none goes beyond what counting
 * can miss or a model can do: one report must not raise for long, or by much, what others hold or are charged. Per process.
 */
export class TargetExperience {
  private readonly seen = new RecentMap<Seen>(SUBJECTS_MAX);

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'>) {}

  /** What `counted` tokens of input may be reported as; never less. */
  inputOf(subject: string, counted: number): number {
    const { overhead, excess } = this.inputNow(this.seen.get(subject));
    const more = Math.max(overhead, counted * excess);
    return counted + (more < TOKENS_MIN ? 0 : Math.ceil(more - FRACTION_ERROR));
  }

  /** Highest output rate seen lately, tokens a second; absent until known. */
  outputRateOf(subject: string): { readonly outputRate?: number } {
    const rate = this.seen.get(subject)?.rate;
    return rate === undefined || rate === 0 ? {} : { outputRate: rate };
  }

  /** `counted` is the input as counted before anything learned was added; undefined where nobody counted, or it cannot be counted. */
  observe(
    subject: string,
    reportedInput: number,
    counted: number | undefined,
    output: number,
    elapsedMs: number,
  ): void {
    if (reportedInput > WINDOW_TOKENS_MAX || output > WINDOW_TOKENS_MAX) return;
    const known = this.seen.get(subject);
    const { overhead, excess } = this.inputNow(known);
    const latest = counted === undefined ? NOTHING_SEEN : inputSeen(reportedInput, counted);
    const rate = Math.min((output * 1000) / Math.max(elapsedMs, RATE_MS_MIN), OUTPUT_RATE_MAX);
    this.seen.set(subject, {
      overhead: Math.max(latest.overhead, overhead * FADE),
      excess: Math.max(latest.excess, excess * FADE),
      rate: Math.max(rate, (known?.rate ?? 0) * FADE),
      at: this.clock.monotonicMs(),
    });
  }

  /** What time has left of what was learned of inputs. A rate does not fade so: without one more would be charged, not less. */
  private inputNow(known: Seen | undefined): SeenInput {
    if (known === undefined) return NOTHING_SEEN;
    const left = 0.5 ** ((this.clock.monotonicMs() - known.at) / HALF_LIFE_MS);
    return { overhead: known.overhead * left, excess: known.excess * left };
  }
}

function inputSeen(reported: number, counted: number): SeenInput {
  if (counted >= LONG_INPUT_TOKENS && reported <= counted * RATIO_MAX) {
    return { overhead: 0, excess: (reported - counted) / counted };
  }
  return { overhead: Math.min(reported - counted, OVERHEAD_TOKENS_MAX), excess: 0 };
}
