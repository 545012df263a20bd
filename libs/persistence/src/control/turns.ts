/**
 * So many works at once; those that wait take turns by who asks, so that nobody's many hold up somebody else's one. Order among one's own
 * is kept.
 */
export class Turns {
  private readonly waiting = new Map<string, (() => void)[]>();
  private running = 0;

  constructor(private readonly max: number) {}

  async take<T>(whose: string, work: () => Promise<T>): Promise<T> {
    if (this.running < this.max) this.running += 1;
    else await new Promise<void>((resolve) => this.queueOf(whose).push(resolve));
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private queueOf(whose: string): (() => void)[] {
    const queue = this.waiting.get(whose) ?? [];
    this.waiting.set(whose, queue);
    return queue;
  }

  /** To the first of whoever has waited longest for a turn; he goes behind the others with the rest of his. */
  private passOn(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.running -= 1;
      return;
    }
    const [whose, queue] = next;
    this.waiting.delete(whose);
    const resolve = queue.shift();
    if (queue.length > 0) this.waiting.set(whose, queue);
    resolve?.();
  }
}
