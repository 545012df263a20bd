import { readFileSync, rmdirSync, rmSync } from 'node:fs';
import { RECORD_VERSION, type StartedRecord } from '@tollgate/canonical';
import type { Clock } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import { findLaterSegment, type LaterSegment } from '../journal/find-later-segment.js';
import { currentOwner } from '../journal/journal-owner.js';
import { type InstanceFolder, listSegments, takeOverOrphans } from '../journal/journal-folder.js';
import { readSegment, type SegmentContents } from '../journal/read-segment.js';
import type { LedgerLine } from '../ledger-writer.port.js';
import type { BatchSender } from '../shipping/batch-sender.js';
import { toRecordJson } from '../text/record-json.js';
import { interruptedRecord } from './interrupted-record.js';
import { requestIdOf } from './request-id-of.js';

const BATCH_LINES = 1_000;

export interface Recovery {
  /** Instance folders that were taken over. */
  readonly journals: number;
  /** Finished records and texts sent to the ledger; those it had already change nothing. */
  readonly lines: number;
  /** Requests that began and never ended. */
  readonly interrupted: number;
  /** Damaged stretches that were skipped. */
  readonly damages: number;
  /** Instance folders that were left where they are: a later build wrote them, and only such a one can ship them. */
  readonly left: number;
}

/**
 * Takes over the journals of processes that are gone, ships all they hold, turns every attempt without an end into an
 * `interrupted` record, and deletes them. To be called by the holder of the `counters` lock, before counters are seeded and
 * before the process listens. Does not return before the ledger has it all, unless the signal ends it (rejects): what is left
 * then waits for the next start.
 *
 * A folder with a segment of a later version is left alone whole: a call that began in one segment may have its end in another. Until a
 * build that knows it has started, its rows are missing and its charges are not counted, which is told as an error.
 */
export async function recoverJournals(
  journalFolder: string,
  sender: BatchSender,
  clock: Clock,
  logger: Logger,
  signal: AbortSignal = new AbortController().signal,
): Promise<Recovery> {
  let total: Recovery = { journals: 0, lines: 0, interrupted: 0, damages: 0, left: 0 };
  let left = 0;
  const isReadable = (folder: InstanceFolder): boolean => {
    const later = findLaterSegment(folder);
    if (later === undefined) return true;
    left += 1;
    tellLater(later, logger);
    return false;
  };
  for (const folder of takeOverOrphans(journalFolder, currentOwner(), isReadable)) {
    const one = await new JournalRecovery(folder, sender, clock, logger, signal).run();
    total = addUp(total, one);
  }
  total = { ...total, left };
  if (total.journals > 0) logger.info({ ...total }, 'journals of processes that are gone were taken over');
  return total;
}

/** One instance's folder. Repeating it after a crash half way changes nothing: nothing is deleted before all is committed. */
class JournalRecovery {
  private readonly open = new Map<string, StartedRecord>();
  private readonly ended = new Set<string>();
  private lines = 0;
  private damages = 0;

  constructor(
    private readonly folder: InstanceFolder,
    private readonly sender: BatchSender,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<Recovery> {
    const segments = listSegments(this.folder.path);
    for (const segment of segments) await this.shipSegment(segment);
    const interrupted = [...this.open.values()].filter((started) => !this.ended.has(started.requestId));
    const now = this.clock.now();
    await this.send(
      interrupted.map((started) => ({ kind: 'finished', json: toRecordJson(interruptedRecord(started, now)) })),
    );
    for (const segment of segments) rmSync(segment);
    this.removeFolder();
    return { journals: 1, lines: this.lines, interrupted: interrupted.length, damages: this.damages, left: 0 };
  }

  /** Whatever else was put there is not ours to delete, and no reason not to start. */
  private removeFolder(): void {
    try {
      rmdirSync(this.folder.path);
    } catch (error) {
      this.logger.warn({ folder: this.folder.path, error: String(error) }, 'the folder of an emptied journal stays');
    }
  }

  private async shipSegment(segment: string): Promise<void> {
    const contents = readSegment(readFileSync(segment));
    this.report(segment, contents);
    const lines: LedgerLine[] = [];
    for (const { kind, json } of contents.frames) {
      if (kind === 'started') this.remember(JSON.parse(json) as StartedRecord);
      if (kind === 'finished') this.ended.add(requestIdOf(json));
      if (kind === 'finished' || kind === 'text') lines.push({ kind, json });
    }
    this.lines += lines.length;
    await this.send(lines);
  }

  /** The last attempt counts: it names what earlier ones were charged. */
  private remember(started: StartedRecord): void {
    const known = this.open.get(started.requestId);
    if (known === undefined || known.attempt < started.attempt) this.open.set(started.requestId, started);
  }

  private report(segment: string, { damages, tailBytes }: SegmentContents): void {
    this.damages += damages.length;
    for (const damage of damages)
      this.logger.error({ segment, ...damage }, 'a damaged stretch of the journal was skipped');
    if (tailBytes > 0) this.logger.warn({ segment, tailBytes }, 'a journal segment ends in a line that was cut short');
  }

  private async send(lines: readonly LedgerLine[]): Promise<void> {
    for (let from = 0; from < lines.length; from += BATCH_LINES) {
      if (!(await this.sender.sendAgain(lines.slice(from, from + BATCH_LINES), this.signal)))
        throw new Error('the recovery of journals was ended');
    }
  }
}

function tellLater(later: LaterSegment, logger: Logger): void {
  logger.error(
    { ...later, known: RECORD_VERSION },
    'a journal of a later version is left where it is: only that version or a later one can bring it to the ledger',
  );
}

function addUp(a: Recovery, b: Recovery): Recovery {
  return {
    journals: a.journals + b.journals,
    lines: a.lines + b.lines,
    interrupted: a.interrupted + b.interrupted,
    damages: a.damages + b.damages,
    left: a.left + b.left,
  };
}
