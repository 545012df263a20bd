/** Milliseconds since the epoch, UTC. */
export type Instant = number;

/** The only way a stage learns the time. Bound in an app's composition root. */
export abstract class Clock {
  /** Wall clock, milliseconds since the epoch. */
  abstract now(): Instant;
  /** Monotonic, milliseconds with fraction; only differences mean anything. */
  abstract monotonicMs(): number;
}

/** The only source of ids (and of randomness for routing). */
export abstract class IdSource {
  /** A UUIDv7, lower case with dashes. Sorted by time. */
  abstract newId(): string;
  /** Uniform in [0, 1). */
  abstract random(): number;
}
