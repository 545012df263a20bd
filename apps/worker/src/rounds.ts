export interface RoundsOptions {
  /** From the end of a round that found nothing more to do to the next, milliseconds. */
  readonly idleMs: number;
  /** The same after one that failed. */
  readonly faultMs: number;
  /** One round; true: there is more, and the next begins at once. */
  readonly work: () => Promise<boolean>;
  readonly onFault: (error: unknown) => void;
}

/** Rounds of work that never overlap, one after the other until they are stopped. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly options: RoundsOptions) {}

  start(): void {
    this.schedule(0);
  }

  /** Waits for the round that is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.round = this.runAndSchedule();
    }, delayMs);
  }

  private async runAndSchedule(): Promise<void> {
    const { work, onFault, idleMs, faultMs } = this.options;
    try {
      this.schedule((await work()) ? 0 : idleMs);
    } catch (error) {
      onFault(error);
      this.schedule(faultMs);
    }
  }
}
