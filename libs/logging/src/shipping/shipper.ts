import { readFileSync, rmSync } from 'node:fs';
import type { Clock } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type { AppendedLine, JournalFeed } from '../journal/journal-feed.js';
import { readSegment } from '../journal/read-segment.js';
import { requestIdOf } from '../recovery/request-id-of.js';
import type { LedgerLine } from '../ledger-writer.port.js';
import type { BatchSender } from './batch-sender.js';
import { SegmentTracker } from './segment-tracker.js';

const BATCH_LINES_MAX = 1_000;
const BATCH_BYTES_MAX = 8 * 1024 * 1024;
const BATCH_DELAY_MS = 50;
/** Beyond it lines stay on disk only and are read again when memory is free: an outage of the store costs disk, not memory. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;

export interface ShipperOptions {
  readonly batchLinesMax?: number;
  readonly batchDelayMs?: number;
  readonly memoryBytesMax?: number;
}

/** What is in the journal and not yet in the ledger. */
export interface Backlog {
  readonly lines: number;
  readonly bytes: number;
  /** Age of the oldest line in memory. */
  readonly oldestAgeMs: number;
}

interface QueuedLine extends LedgerLine {
  readonly requestId: string;
  readonly segment: string;
  readonly queuedAt: number;
}

/**
 * Takes the journal's lines to the ledger: at most 1,000 lines or 50 ms together, one batch at a time, from memory. A segment
 * is deleted when the ledger has all of it.
 */
export class Shipper implements JournalFeed {
  private readonly tracker = new SegmentTracker();
  private readonly ending = new AbortController();
  private queue: QueuedLine[] = [];
  private queueBytes = 0;
  private backlogLines = 0;
  private backlogBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private draining = false;
  private recordsShipped = 0;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly sender: BatchSender,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: ShipperOptions = {},
  ) {}

  appended(lines: readonly AppendedLine[]): void {
    for (const line of lines) this.accept(line);
    if (this.queue.length >= (this.options.batchLinesMax ?? BATCH_LINES_MAX) || this.draining) this.run();
    else if (this.backlogLines > 0)
      this.timer ??= setTimeout(() => this.run(), this.options.batchDelayMs ?? BATCH_DELAY_MS).unref();
  }

  closed(segment: string): void {
    this.tracker.closed(segment);
    this.deleteDone();
  }

  backlog(): Backlog {
    const [oldest] = this.queue;
    const oldestAgeMs = oldest === undefined ? 0 : this.clock.monotonicMs() - oldest.queuedAt;
    return { lines: this.backlogLines, bytes: this.backlogBytes, oldestAgeMs };
  }

  /** Finished records that the ledger or the dead letter has, in the order in which they were appended. */
  get shippedRecords(): number {
    return this.recordsShipped;
  }

  /** Called after each batch that got through. */
  onShipped(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Ships what is there. True when nothing is left; false when the deadline passed first: the rest stays in the journal. */
  async drain(deadlineMs: number): Promise<boolean> {
    this.draining = true;
    const deadline = setTimeout(() => this.ending.abort(), deadlineMs);
    this.run();
    while (this.running !== undefined) await this.running;
    clearTimeout(deadline);
    clearTimeout(this.timer);
    return this.backlogLines === 0;
  }

  private accept(line: AppendedLine): void {
    if (line.kind === 'started') {
      this.tracker.begun(line.segment, line.requestId);
      return;
    }
    const bytes = line.json.length;
    this.tracker.pending(line.segment);
    this.backlogLines += 1;
    this.backlogBytes += bytes;
    const isFull = this.queueBytes + bytes > (this.options.memoryBytesMax ?? MEMORY_BYTES_MAX);
    if (isFull || this.tracker.isSpilled(line.segment)) this.tracker.spill(line.segment, line.offset);
    else this.enqueue(line.kind, line.json, line.requestId, line.segment);
  }

  private enqueue(kind: LedgerLine['kind'], json: string, requestId: string, segment: string): void {
    this.queue.push({ kind, json, requestId, segment, queuedAt: this.clock.monotonicMs() });
    this.queueBytes += json.length;
  }

  private run(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.ship().finally(() => {
      this.running = undefined;
    });
  }

  private async ship(): Promise<void> {
    while (!this.ending.signal.aborted) {
      if (this.queue.length === 0) this.refill();
      const batch = this.takeBatch();
      if (batch.length === 0 || !(await this.sendOrKeep(batch))) return;
      for (const line of batch) this.settle(line);
      this.deleteDone();
      for (const listener of this.listeners) listener();
    }
  }

  /** A dead letter that refuses a line, too, is the last thing between a record and nowhere: the line stays and is sent again. */
  private async sendOrKeep(batch: readonly QueuedLine[]): Promise<boolean> {
    try {
      if (await this.sender.send(batch, this.ending.signal)) return true;
    } catch (error) {
      this.logger.error(
        { error: String(error), lines: batch.length },
        'records can be neither written nor set aside; they stay in the journal',
      );
      if (!this.draining) this.timer = setTimeout(() => this.run(), 5_000).unref();
    }
    this.queue = [...batch, ...this.queue];
    this.queueBytes += sumBytes(batch);
    return false;
  }

  private takeBatch(): readonly QueuedLine[] {
    let bytes = 0;
    let count = 0;
    for (const line of this.queue) {
      bytes += line.json.length;
      if (count > 0 && (count >= (this.options.batchLinesMax ?? BATCH_LINES_MAX) || bytes > BATCH_BYTES_MAX)) break;
      count += 1;
    }
    const batch = this.queue.splice(0, count);
    this.queueBytes -= sumBytes(batch);
    return batch;
  }

  private settle(line: QueuedLine): void {
    this.tracker.settled(line.segment);
    if (line.kind === 'finished') {
      this.tracker.ended(line.requestId);
      this.recordsShipped += 1;
    }
    this.backlogLines -= 1;
    this.backlogBytes -= line.json.length;
  }

  /** Reads the lines of one segment that were left on disk; the journal writes whole frames between two turns of the event loop. */
  private refill(): void {
    const spilled = this.tracker.takeSpilled();
    if (spilled === undefined) return;
    for (const frame of readSegment(readFileSync(spilled.segment).subarray(spilled.from)).frames) {
      if (frame.kind === 'finished' || frame.kind === 'text')
        this.enqueue(frame.kind, frame.json, requestIdOf(frame.json), spilled.segment);
    }
  }

  private deleteDone(): void {
    for (const segment of this.tracker.takeDone()) rmSync(segment, { force: true });
  }
}

function sumBytes(lines: readonly QueuedLine[]): number {
  return lines.reduce((sum, line) => sum + line.json.length, 0);
}
