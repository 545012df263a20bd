import { writeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileJournalOptions } from '@tollgate/logging';
import { finishedRecord, startedRecord, textsOf } from './build-records';
import { JournalHarness } from './harness';
import { orphan } from './orphan';

type Write = NonNullable<FileJournalOptions['write']>;
const appendWhole: Write = (fd, bytes, offset) => writeSync(fd, bytes, offset, bytes.length - offset);
const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

describe('the journal in files', () => {
  let harness: JournalHarness;
  beforeEach(() => {
    harness = new JournalHarness();
  });
  afterEach(() => harness.remove());

  it('writes what is appended in one turn of the event loop with one call, and resolves only after it', async () => {
    let calls = 0;
    const journal = harness.journal({ write: (...call) => ((calls += 1), appendWhole(...call)) });
    calls = 0;
    let resolved = 0;
    const appends = Array.from({ length: 50 }, (_, index) =>
      journal.finished(finishedRecord(`r${index}`), undefined).then(() => (resolved += 1)),
    );
    await Promise.resolve();
    expect([calls, resolved]).toEqual([0, 0]);
    await Promise.all(appends);
    expect([calls, resolved]).toEqual([1, 50]);
    await journal.close();
  });

  it('goes on after short writes until every byte is there', async () => {
    const journal = harness.journal({
      write: (fd, bytes, offset) => writeSync(fd, bytes, offset, Math.min(7, bytes.length - offset)),
    });
    await Promise.all([journal.started(startedRecord('a')), journal.finished(finishedRecord('a'), textsOf('a'))]);
    harness.ledger.isDown = true;
    await journal.close();
    orphan(harness.folder);
    harness.ledger.isDown = false;
    expect(await harness.recover()).toMatchObject({ lines: 2, interrupted: 0, damages: 0 });
  });

  it('rejects what a full disk did not take, leaves nothing of it behind, and admits again once a segment can be begun', async () => {
    let isFull = false;
    const write: Write = (fd, bytes, offset) => {
      if (!isFull) return appendWhole(fd, bytes, offset);
      if (offset > 0) throw noSpace();
      return writeSync(fd, bytes, 0, bytes.length - 20); // the first line of the group fits whole, as on a real disk
    };
    harness.ledger.isDown = true;
    const journal = harness.journal({ write });
    await journal.finished(finishedRecord('before'), undefined);
    isFull = true;
    const lost = [
      journal.finished(finishedRecord('lost'), undefined),
      journal.finished(finishedRecord('lost-too'), undefined),
    ];
    for (const outcome of await Promise.allSettled(lost))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the journal could not be written' } });
    expect(journal.accepting()).toBe(false);
    await expect(journal.started(startedRecord('too-early'))).rejects.toThrow();
    expect(journal.probe()).toBe(false);
    isFull = false;
    expect(journal.probe()).toBe(true);
    expect(journal.accepting()).toBe(true);
    await journal.finished(finishedRecord('after'), undefined);
    await journal.close();
    expect(await harness.shipper.drain(0)).toBe(false);
    orphan(harness.folder);
    harness.ledger.isDown = false;
    expect(await harness.recover()).toMatchObject({ damages: 0, interrupted: 0 });
    expect([...harness.ledger.rows.keys()]).toEqual(['before', 'after']);
  });

  it('stops admission below the free-space watermark and still writes what is in flight', async () => {
    let free = 1_000;
    const journal = harness.journal({ freeBytesMin: 500, freeBytes: () => Promise.resolve(free) });
    await journal.checkFreeSpace();
    expect(journal.accepting()).toBe(true);
    free = 499;
    await journal.checkFreeSpace();
    expect(journal.accepting()).toBe(false);
    await journal.finished(finishedRecord('in-flight'), undefined);
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect([...harness.ledger.rows.keys()]).toEqual(['in-flight']);
  });

  it('begins a new segment past its size, each with its own header', async () => {
    const journal = harness.journal({ segmentBytesMax: 1_000 });
    for (let index = 0; index < 10; index += 1) await journal.started(startedRecord(`r${index}`));
    const segments = harness.segments();
    expect(segments.length).toBeGreaterThan(3);
    for (const segment of segments)
      expect(readFileSync(join(harness.folder, segment), 'latin1')).toContain('"instanceId":"instance-1"');
    await journal.close();
  });

  it('resolves with fsync as well, and refuses lines after close', async () => {
    const journal = harness.journal({ fsync: true });
    await journal.finished(finishedRecord('a'), undefined);
    await journal.close();
    await expect(journal.finished(finishedRecord('b'), undefined)).rejects.toThrow('closed');
  });
});
