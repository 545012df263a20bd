import { finishedRecord, startedRecord, textsOf } from './build-records';
import { JournalHarness } from './harness';
import { orphan } from './orphan';

describe('the shipper', () => {
  let harness: JournalHarness;
  afterEach(() => harness.remove());

  it('brings records and texts into the ledger and deletes the closed segment', async () => {
    harness = new JournalHarness();
    const journal = harness.journal();
    await journal.started(startedRecord('a'));
    await journal.finished(finishedRecord('a'), textsOf('a'));
    await harness.ledger.until(() => harness.ledger.rows.has('a'));
    expect(harness.ledger.texts.has('a')).toBe(true);
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect(harness.segments()).toEqual([]);
    journal.removeFolder();
  });

  it('sends at most 1,000 lines at once', async () => {
    harness = new JournalHarness();
    const journal = harness.journal();
    await Promise.all(
      Array.from({ length: 2_500 }, (_, index) => journal.finished(finishedRecord(`r${index}`), undefined)),
    );
    await harness.ledger.until(() => harness.ledger.rows.size === 2_500);
    expect(harness.ledger.batches).toEqual([1_000, 1_000, 500]);
    await journal.close();
  });

  it('loses none of the other 199 for one poisoned record, which is set aside', async () => {
    harness = new JournalHarness();
    harness.ledger.poison.add('r57');
    const journal = harness.journal();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => journal.finished(finishedRecord(`r${index}`), undefined)),
    );
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect(harness.ledger.rows.size).toBe(199);
    expect(harness.ledger.rows.has('r57')).toBe(false);
    expect(harness.ledger.aside).toEqual(['r57']);
    expect(harness.segments()).toEqual([]);
  });

  it('sets nothing aside while the store is down, and has everything once it is back', async () => {
    harness = new JournalHarness();
    harness.ledger.isDown = true;
    const journal = harness.journal();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => journal.finished(finishedRecord(`r${index}`), undefined)),
    );
    expect(harness.shipper.backlog()).toMatchObject({ lines: 20 });
    const drained = harness.shipper.drain(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    harness.ledger.isDown = false;
    expect(await drained).toBe(true);
    expect(harness.ledger).toMatchObject({ rows: { size: 20 }, aside: [] });
    expect(harness.shipper.backlog()).toEqual({ lines: 0, bytes: 0, oldestAgeMs: 0 });
    await journal.close();
  });

  it('keeps a bounded backlog in memory: the rest is read again from the segments, each line once', async () => {
    harness = new JournalHarness({ memoryBytesMax: 5_000, batchLinesMax: 10 });
    harness.ledger.isDown = true;
    const journal = harness.journal({ segmentBytesMax: 20_000 });
    for (let turn = 0; turn < 20; turn += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) => journal.finished(finishedRecord(`r${turn}-${index}`), undefined)),
      );
    }
    expect(harness.shipper.backlog()).toMatchObject({ lines: 200 });
    harness.ledger.isDown = false;
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect(harness.ledger.rows.size).toBe(200);
    expect(harness.ledger.batches.reduce((sum, lines) => sum + lines, 0)).toBe(200);
    expect(harness.segments()).toEqual([]);
  });

  it('sends a line once that follows lines left on disk, also when memory is free again', async () => {
    harness = new JournalHarness({ memoryBytesMax: 5_000, batchLinesMax: 2 });
    const gates = [openLater(), openLater()] as const;
    harness.ledger.gates.push(...gates.map((gate) => gate.opened));
    const journal = harness.journal();
    for (let index = 0; index < 20; index += 1) await journal.finished(finishedRecord(`r${index}`), undefined);
    gates[0].open();
    await harness.ledger.until(() => harness.ledger.rows.size > 0);
    await journal.finished(finishedRecord('late'), undefined);
    gates[1].open();
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect(harness.ledger.rows.size).toBe(21);
    expect(harness.ledger.batches.reduce((sum, lines) => sum + lines, 0)).toBe(21);
    expect(harness.segments()).toEqual([]);
  });

  it('keeps a segment as long as a request that began in it has no committed record', async () => {
    harness = new JournalHarness();
    const journal = harness.journal({ segmentBytesMax: 1 });
    await journal.started(startedRecord('long'));
    for (let index = 0; index < 5; index += 1) await journal.finished(finishedRecord(`r${index}`), undefined);
    await harness.ledger.until(() => harness.ledger.rows.size === 5);
    await journal.close();
    expect(await harness.shipper.drain(5_000)).toBe(true);
    expect(harness.segments()).toHaveLength(1);
    orphan(harness.folder);
    expect(await harness.recover()).toMatchObject({ interrupted: 1 });
    expect(harness.ledger.rows.get('long')).toMatchObject({ status: 'interrupted' });
  });

  it('gives up at the deadline and leaves the rest in the journal for the next start', async () => {
    harness = new JournalHarness();
    harness.ledger.isDown = true;
    const journal = harness.journal();
    await journal.finished(finishedRecord('a'), undefined);
    await journal.close();
    expect(await harness.shipper.drain(1)).toBe(false);
    orphan(harness.folder);
    harness.ledger.isDown = false;
    await harness.recover();
    expect([...harness.ledger.rows.keys()]).toEqual(['a']);
    expect(harness.segments()).toEqual([]);
  });
});

function openLater(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
