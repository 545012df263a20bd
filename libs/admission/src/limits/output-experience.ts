import { type Clock, RecentMap } from '@tollgate/kernel';

/** Output tokens that a deployment is taken to answer with until it has answered. */
const MEAN_UNTIL_KNOWN = 250;
const WEIGHT_OF_LATEST = 0.1;
/** Clients can invent names beneath a wildcard. */
export const SUBJECTS_MAX = 10_000;
/** What an answer may report beyond its limit: some providers count the token that ends it, and a few in a long one are counted otherwise. */
const SLACK_TOKENS_MIN = 1;
const SLACK_SHARE = 0.01;
/** So long after its last breach a limit is believed in again; not for ever, since the provider or its configuration can be mended. */
export const BREACH_MS = 3_600_000;

/** Whose answers teach: a model as its provider names it, at one deployment. A wildcard's models have nothing in common. */
export interface OutputSubject {
  readonly deploymentId: string;
  readonly upstreamModel: string;
}

/**
 * What the answers of deployments' models have taught: their mean output, for the charge of token rates, and whether they keep to an
 * output limit, for what must be held (money-and-ledger 3 and 4). Per process.
 */
export class OutputExperience {
  private readonly means = new RecentMap<number>(SUBJECTS_MAX);
  /** Monotonic milliseconds of the last breach. Apart from the means, so that names that answer well push no breach out. */
  private readonly breaches = new RecentMap<number>(SUBJECTS_MAX);

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'>) {}

  /** Output tokens of one answer, all choices. */
  meanOf(subject: OutputSubject): number {
    return Math.ceil(this.means.get(idOf(subject)) ?? MEAN_UNTIL_KNOWN);
  }

  ignoresLimit(subject: OutputSubject): boolean {
    const brokenAt = this.breaches.get(idOf(subject));
    return brokenAt !== undefined && this.clock.monotonicMs() - brokenAt < BREACH_MS;
  }

  /** `outputTokens` of all choices together; `limit` of each, undefined when none was sent. */
  observe(subject: OutputSubject, outputTokens: number, limit: number | undefined, choices: number): void {
    const id = idOf(subject);
    const mean = this.means.get(id);
    this.means.set(id, mean === undefined ? outputTokens : mean + (outputTokens - mean) * WEIGHT_OF_LATEST);
    if (limit !== undefined && outputTokens > (limit + slackOf(limit)) * choices) this.observeOverrun(subject);
  }

  /** It went past a limit that it was given: for `BREACH_MS` it is taken to have none. */
  observeOverrun(subject: OutputSubject): void {
    this.breaches.set(idOf(subject), this.clock.monotonicMs());
  }
}

function slackOf(limit: number): number {
  return Math.max(SLACK_TOKENS_MIN, Math.floor(limit * SLACK_SHARE));
}

function idOf({ deploymentId, upstreamModel }: OutputSubject): string {
  return `${deploymentId}\u0000${upstreamModel}`;
}
