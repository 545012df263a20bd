import type { Logger } from '@tollgate/telemetry';
import type { LedgerLine, LedgerWriter } from '../ledger-writer.port.js';
import { pause } from './pause.js';
import { isStoreUnavailable } from './store-unavailable.js';

const BACKOFF_FIRST_MS = 100;
const BACKOFF_MAX_MS = 5_000;

/**
 * Brings a batch into the ledger whole, whatever it takes: waits while the store is away, and halves a batch that the store
 * refuses until the record at fault is alone and set aside.
 */
export class BatchSender {
  private asideCount = 0;

  constructor(
    private readonly writer: LedgerWriter,
    private readonly logger: Logger,
    private readonly wait: (ms: number, signal: AbortSignal) => Promise<void> = pause,
  ) {}

  /** Lines that were set aside since the start, for the metric: each of them wants an operator's eye. */
  get linesSetAside(): number {
    return this.asideCount;
  }

  /** The same as `send`, for lines that an earlier process may have sent: what it set aside stays so and is not tried again. */
  async sendAgain(lines: readonly LedgerLine[], signal: AbortSignal): Promise<boolean> {
    let left = lines;
    const isRead = await this.insist(async () => {
      left = await this.writer.withoutSetAside(lines);
    }, signal);
    return isRead && this.send(left, signal);
  }

  /** True when every line is committed or set aside; false when the signal ended it before. Sending again does no harm. */
  async send(lines: readonly LedgerLine[], signal: AbortSignal): Promise<boolean> {
    if (lines.length === 0) return true;
    const refusal = await this.persist(() => this.writer.write(lines), signal);
    if (refusal === 'ended') return false;
    if (refusal === 'done') return true;
    const [only] = lines;
    if (lines.length === 1 && only !== undefined) return this.setAside(only, refusal, signal);
    const middle = lines.length >> 1;
    return (await this.send(lines.slice(0, middle), signal)) && (await this.send(lines.slice(middle), signal));
  }

  private async setAside(line: LedgerLine, refusal: Error, signal: AbortSignal): Promise<boolean> {
    let isNew = false;
    const isAside = await this.insist(async () => {
      isNew = await this.writer.setAside(line, refusal.message);
    }, signal);
    if (isNew) this.tellSetAside(line, refusal);
    return isAside;
  }

  private tellSetAside(line: LedgerLine, refusal: Error): void {
    this.asideCount += 1;
    this.logger.error(
      { kind: line.kind, bytes: line.json.length, error: refusal.message },
      'a record was set aside: the ledger refuses it',
    );
  }

  /** The same as `persist` for what the store has no reason to refuse: false when the signal ended it before, a refusal is thrown. */
  private async insist(action: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
    const outcome = await this.persist(action, signal);
    if (outcome instanceof Error) throw outcome;
    return outcome === 'done';
  }

  /** Repeats an action while the store is away; an error that is not the store's is handed back. */
  private async persist(action: () => Promise<void>, signal: AbortSignal): Promise<'done' | 'ended' | Error> {
    for (let delay = BACKOFF_FIRST_MS; !signal.aborted; delay = Math.min(delay * 2, BACKOFF_MAX_MS)) {
      try {
        await action();
        return 'done';
      } catch (error) {
        if (!isStoreUnavailable(error)) return error instanceof Error ? error : new Error(String(error));
        this.logger.warn(
          { error: String(error), retryInMs: delay },
          'the ledger cannot be written; records wait in the journal',
        );
      }
      await this.wait(delay, signal);
    }
    return 'ended';
  }
}
