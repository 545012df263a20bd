/** Length of a file of audio, as the file itself tells it. */
export interface AudioLength {
  readonly seconds: number;
  /** Counted of what a decoder has to play: nobody can make it say less. Else a header says so, and can lie. */
  readonly exact: boolean;
}

/** Containers write when audio starts and ends within their packets, which hold up to a second more than that. */
const TRIMMED_SECONDS_MAX = 1;

/** What a header claims, but for one that claims less than its packets last. */
export function notBelow(counted: number, claimed: number): number {
  return counted - claimed > TRIMMED_SECONDS_MAX ? counted : claimed;
}
