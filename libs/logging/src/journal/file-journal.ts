import { rmdirSync } from 'node:fs';
import { type CompletionRecord, RECORD_VERSION, type RecordTexts, type StartedRecord } from '@tollgate/canonical';
import type { Clock } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import { Journal } from '../journal.port.js';
import { toRecordJson, toTextsJson } from '../text/record-json.js';
import { checkLength, encodeFrame, FRAME_HEAD_BYTES, writeFrame } from './frame.js';
import { FreeSpace } from './free-space.js';
import { createInstanceFolder, type InstanceFolder, segmentPath } from './journal-folder.js';
import type { AppendedLine, JournalFeed } from './journal-feed.js';
import { currentOwner } from './journal-owner.js';
import type { SegmentHeader } from './segment-header.js';
import { SegmentWriter, type WriteCall } from './segment-writer.js';

const SEGMENT_BYTES_MAX = 16 * 1024 * 1024;
const FREE_BYTES_MIN = 256 * 1024 * 1024;
const PROBE_EVERY_MS = 1_000;
const SCRATCH_BYTES = 512 * 1024;

export interface FileJournalOptions {
  /** Folder of all instances' journals; on a volume. */
  readonly folder: string;
  /** New for each start; letters, digits and dashes. */
  readonly instanceId: string;
  /** `journal_fsync`: a promise resolves only when the disk has it, so that power loss is covered too. */
  readonly fsync?: boolean;
  readonly segmentBytesMax?: number;
  readonly freeBytesMin?: number;
  /** For faults in tests. */
  readonly write?: WriteCall;
  readonly freeBytes?: (folder: string) => Promise<number>;
}

interface Waiting {
  readonly lines: readonly Omit<AppendedLine, 'segment' | 'offset'>[];
  resolve(): void;
  reject(error: Error): void;
}

/**
 * The journal in files. What is appended in one turn of the event loop goes out in one write (2 microseconds alone, 0.6 each in
 * groups of 16), and the turn's promises settle after it. A failed write rejects its group and stops admission until a new
 * segment can be begun.
 */
export class FileJournal extends Journal {
  private readonly folder: InstanceFolder;
  private readonly freeSpace: FreeSpace;
  private readonly segmentBytesMax: number;
  private segment: SegmentWriter | undefined;
  private readonly scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  private sequence = 0;
  private group: Waiting[] = [];
  private flushing: NodeJS.Immediate | undefined;
  private syncing: Promise<void> = Promise.resolve();
  private prober: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** Creates the instance's folder and its first segment; throws when it cannot. */
  constructor(
    private readonly options: FileJournalOptions,
    private readonly feed: JournalFeed,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
    this.folder = createInstanceFolder(options.folder, options.instanceId, currentOwner());
    this.freeSpace = new FreeSpace(options.folder, options.freeBytesMin ?? FREE_BYTES_MIN, options.freeBytes);
    this.segmentBytesMax = options.segmentBytesMax ?? SEGMENT_BYTES_MAX;
    this.segment = this.openSegment();
    this.freeSpace.start();
    void this.freeSpace.check();
  }

  override started(record: StartedRecord): Promise<void> {
    return this.append([{ kind: 'started', requestId: record.requestId, json: toRecordJson(record) }]);
  }

  override finished(record: CompletionRecord, texts: RecordTexts | undefined): Promise<void> {
    const { requestId } = record;
    const finished = { kind: 'finished', requestId, json: toRecordJson(record) } as const;
    if (texts === undefined) return this.append([finished]);
    return this.append([{ kind: 'text', requestId, json: toTextsJson(texts) }, finished]);
  }

  override accepting(): boolean {
    return this.segment !== undefined && !this.isClosed && !this.freeSpace.isLow();
  }

  /** Reads the free space now; also done every two seconds. */
  checkFreeSpace(): Promise<void> {
    return this.freeSpace.check();
  }

  /** Tries to begin a new segment after a write error; also done every second. True when the journal takes lines again. */
  probe(): boolean {
    clearTimeout(this.prober);
    this.prober = undefined;
    if (this.segment !== undefined || this.isClosed) return this.segment !== undefined;
    try {
      this.segment = this.openSegment();
      this.logger.info({ segment: this.segment.path }, 'the journal can be written again');
      return true;
    } catch {
      this.prober = setTimeout(() => this.probe(), PROBE_EVERY_MS).unref();
      return false;
    }
  }

  /** Writes what waits and closes the segment; its lines stay until the shipper has them committed. */
  async close(): Promise<void> {
    this.flush();
    this.isClosed = true;
    this.freeSpace.stop();
    clearTimeout(this.prober);
    await this.syncing;
    this.closeSegment();
  }

  /** After `close` and a complete drain: removes the empty folder, and leaves one that still holds segments. */
  removeFolder(): void {
    try {
      rmdirSync(this.folder.path);
    } catch (error) {
      this.logger.info(
        { folder: this.folder.path, error: String(error) },
        'the journal keeps lines for the next start',
      );
    }
  }

  private append(lines: Waiting['lines']): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) throw new Error('the journal is closed');
      for (const { json } of lines) checkLength(json);
      this.group.push({ lines, resolve, reject });
      this.flushing ??= setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    clearImmediate(this.flushing);
    this.flushing = undefined;
    const group = this.group;
    this.group = [];
    if (group.length === 0) return;
    try {
      this.writeGroup(group);
    } catch (error) {
      this.fail(group, error);
    }
  }

  private writeGroup(group: readonly Waiting[]): void {
    const segment = this.segmentForWrite();
    const begin = segment.size;
    const { bytes, placed } = this.encodeGroup(group, segment.path, begin);
    segment.append(bytes);
    this.feed.appended(placed);
    if (this.options.fsync === true) this.settleAfterSync(segment, group);
    else for (const waiting of group) waiting.resolve();
  }

  /** All frames of a group in one buffer, which the next group uses again unless it is large. */
  private encodeGroup(
    group: readonly Waiting[],
    segment: string,
    begin: number,
  ): { readonly bytes: Buffer; readonly placed: readonly AppendedLine[] } {
    let room = 0;
    for (const { lines } of group) for (const { json } of lines) room += FRAME_HEAD_BYTES + json.length * 3;
    const buffer = room <= this.scratch.length ? this.scratch : Buffer.allocUnsafe(room);
    const placed: AppendedLine[] = [];
    let end = 0;
    for (const { lines } of group) {
      for (const { kind, requestId, json } of lines) {
        placed.push({ kind, requestId, json, segment, offset: begin + end });
        end = writeFrame(buffer, end, kind, json);
      }
    }
    return { bytes: buffer.subarray(0, end), placed };
  }

  private segmentForWrite(): SegmentWriter {
    if (this.segment === undefined) throw new Error('the journal cannot be written');
    if (this.segment.size >= this.segmentBytesMax) {
      this.closeSegment();
      this.segment = this.openSegment();
    }
    return this.segment;
  }

  private settleAfterSync(segment: SegmentWriter, group: readonly Waiting[]): void {
    const synced = segment.sync().then(
      () => group.forEach((waiting) => waiting.resolve()),
      (error: unknown) => this.fail(group, error),
    );
    this.syncing = Promise.all([this.syncing, synced]).then(() => undefined);
  }

  private fail(group: readonly Waiting[], cause: unknown): void {
    const error = new Error('the journal could not be written', { cause });
    this.logger.error({ error: String(cause), lines: group.length }, error.message);
    this.closeSegment();
    for (const waiting of group) waiting.reject(error);
    if (!this.isClosed) this.prober ??= setTimeout(() => this.probe(), PROBE_EVERY_MS).unref();
  }

  private openSegment(): SegmentWriter {
    this.sequence += 1;
    const segment = new SegmentWriter(segmentPath(this.folder.path, this.sequence), this.options.write);
    const { owner, instanceId } = this.folder;
    const header: SegmentHeader = { version: RECORD_VERSION, instanceId, ...owner, createdAt: this.clock.now() };
    try {
      segment.append(encodeFrame('header', JSON.stringify(header)));
    } catch (error) {
      segment.close();
      this.feed.closed(segment.path);
      throw error;
    }
    return segment;
  }

  private closeSegment(): void {
    const segment = this.segment;
    this.segment = undefined;
    if (segment === undefined) return;
    const path = segment.path;
    void this.syncing.then(() => segment.close());
    this.feed.closed(path);
  }
}
