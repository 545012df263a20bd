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
  constructor(
    private readonly writer: LedgerWriter,
    private readonly logger: Logger,
    private readonly wait: (ms: number, signal: AbortSignal) => Promise<void> = pause,
  ) {}

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
    this.logger.error(
      { kind: line.kind, bytes: line.json.length, error: refusal.message },
      'a record was set aside: the ledger refuses it',
    );
    const outcome = await this.persist(() => this.writer.setAside(line, refusal.message), signal);
    if (outcome === 'done') return true;
    if (outcome !== 'ended') throw outcome;
    return false;
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
