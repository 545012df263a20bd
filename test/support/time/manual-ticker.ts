import { Ticker } from '@tollgate/kernel';

/** Ticks when a test says so. */
export class ManualTicker extends Ticker {
  private readonly ticks = new Set<() => void>();

  override every(_intervalMs: number, tick: () => void): () => void {
    this.ticks.add(tick);
    return () => this.ticks.delete(tick);
  }

  get running(): number {
    return this.ticks.size;
  }

  tick(): void {
    for (const tick of [...this.ticks]) tick();
  }
}
