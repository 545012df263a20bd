import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '@tollgate/kernel';
import {
  BatchSender,
  FileJournal,
  type FileJournalOptions,
  recoverJournals,
  type Recovery,
  Shipper,
  type ShipperOptions,
} from '@tollgate/logging';
import { createLogger } from '@tollgate/telemetry';
import { MemoryLedger } from './memory-ledger';

export const logger = createLogger('silent');
const clock = new SystemClock();

/** A journal in a folder of its own with its shipper and a ledger in memory. */
export class JournalHarness {
  readonly folder = mkdtempSync(join(tmpdir(), 'journal-'));
  readonly ledger = new MemoryLedger();
  readonly shipper: Shipper;
  private journals = 0;

  constructor(options: ShipperOptions = {}) {
    this.shipper = new Shipper(this.sender(), clock, logger, options);
  }

  journal(options: Partial<FileJournalOptions> = {}): FileJournal {
    this.journals += 1;
    const all = {
      folder: this.folder,
      instanceId: `instance-${this.journals}`,
      freeBytes: () => Promise.resolve(1e12),
      ...options,
    };
    return new FileJournal(all, this.shipper, clock, logger);
  }

  /** Back-off without waiting: a turn of the event loop. */
  sender(): BatchSender {
    return new BatchSender(this.ledger, logger, () => new Promise((resolve) => setImmediate(resolve)));
  }

  recover(signal?: AbortSignal): Promise<Recovery> {
    return recoverJournals(this.folder, this.sender(), clock, logger, signal);
  }

  segments(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.segment'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
