import type { Counter } from 'prom-client';

/**
 * One series of a counter, counted in a number of our own until somebody reads it: prom-client finds a series by a string of its labels,
 * made anew for each call.
 */
export class Tally {
  private readonly series: Counter.Internal;
  private pending = 0;

  constructor(
    private readonly family: Counter,
    private readonly labels: Readonly<Record<string, string>>,
  ) {
    this.series = family.labels(labels);
  }

  inc(amount = 1): void {
    this.pending += amount;
  }

  /** Brings what was counted into the registry. */
  flush(): void {
    if (this.pending === 0) return;
    this.series.inc(this.pending);
    this.pending = 0;
  }

  /** Takes the series out of the exposition, with what was counted. */
  remove(): void {
    this.pending = 0;
    this.family.remove(this.labels);
  }
}
