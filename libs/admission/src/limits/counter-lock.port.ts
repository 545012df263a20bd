/**
 * The advisory lock `counters`: while it is held this process's memory counters are the only ones. When its connection is lost
 * another process may count too, so limited callers are refused until it is held again.
 */
export abstract class CounterLock {
  abstract held(): boolean;
  /** Called after each change of `held()`. */
  abstract onChange(listener: (held: boolean) => void): void;
}
