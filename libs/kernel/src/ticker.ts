/** The only way a stage gets woken by time. Bound in an app's composition root; tests tick by hand. */
export abstract class Ticker {
  /** Calls `tick` every `intervalMs` milliseconds until the returned function is called. Never keeps the process alive. */
  abstract every(intervalMs: number, tick: () => void): () => void;
}

export class SystemTicker extends Ticker {
  override every(intervalMs: number, tick: () => void): () => void {
    const timer = setInterval(tick, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  }
}
