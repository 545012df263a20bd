import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finishedRecord, startedRecord } from './build-records';
import { JournalHarness } from './harness';
import { killedWriter, runningWriter } from './child-process';
import { orphan } from './orphan';

describe('recovery of journals', () => {
  let harness: JournalHarness;
  beforeEach(() => {
    harness = new JournalHarness();
  });
  afterEach(() => harness.remove());

  it('finds every append that was resolved before a kill -9', async () => {
    const { resolved } = await killedWriter(harness.folder, 2_000);
    expect(resolved.length).toBeGreaterThanOrEqual(2_000);
    const recovery = await harness.recover();
    expect(recovery).toMatchObject({ journals: 1, damages: 0 });
    expect(resolved.filter((requestId) => !harness.ledger.rows.has(requestId))).toEqual([]);
    expect(harness.segments()).toEqual([]);
    expect(readdirSync(harness.folder)).toEqual([]);
  });

  it('turns an attempt without an end into one interrupted record, charged with its whole hold and what came before', async () => {
    const journal = harness.journal();
    await journal.started(startedRecord('a', { attempt: 1, heldNano: '500' }));
    await journal.started(
      startedRecord('a', { attempt: 2, heldNano: '700', chargedNano: '40', deploymentId: 'second' }),
    );
    await journal.started(startedRecord('b'));
    await journal.finished(finishedRecord('b'), undefined);
    await journal.close();
    orphan(harness.folder);
    expect(await harness.recover()).toMatchObject({ interrupted: 1 });
    expect(harness.ledger.rows.get('b')).toMatchObject({ status: 'success' });
    expect(harness.ledger.rows.get('a')).toMatchObject({
      status: 'interrupted',
      costNano: '740',
      costEstimated: true,
      receivedAt: 1_795_000_000_000,
      windows: [{ scope: 'key', id: 'k', start: 0 }],
      attempts: [{ attempt: 2, deploymentId: 'second', heldNano: '700', costNano: '700', estimated: true }],
    });
  });

  it('leaves the journal of a live process alone', async () => {
    const journal = harness.journal();
    await journal.started(startedRecord('alive'));
    expect(await harness.recover()).toMatchObject({ journals: 0 });
    expect(harness.segments()).toHaveLength(1);
    await journal.close();
  });

  it('leaves the journal of a stopped (paused) process alone', async () => {
    const { pause, kill } = await runningWriter(harness.folder);
    await pause();
    expect(await harness.recover()).toMatchObject({ journals: 0 });
    await kill();
    expect(await harness.recover()).toMatchObject({ journals: 1 });
  });

  it('gives an orphan to exactly one of several that want it', async () => {
    const journal = harness.journal();
    await journal.started(startedRecord('a'));
    await journal.close();
    orphan(harness.folder);
    const recoveries = await Promise.all(Array.from({ length: 8 }, () => harness.recover()));
    expect(recoveries.reduce((sum, recovery) => sum + recovery.journals, 0)).toBe(1);
    expect(recoveries.reduce((sum, recovery) => sum + recovery.interrupted, 0)).toBe(1);
  });

  it('can be repeated after it was ended half way, and doubles nothing', async () => {
    const journal = harness.journal({ segmentBytesMax: 1 });
    for (const requestId of ['a', 'b', 'c']) await journal.finished(finishedRecord(requestId), undefined);
    harness.ledger.isDown = true;
    await journal.close();
    orphan(harness.folder);
    const abort = new AbortController();
    const first = harness.recover(abort.signal);
    setImmediate(() => abort.abort());
    await expect(first).rejects.toThrow('ended');
    harness.ledger.isDown = false;
    orphan(harness.folder);
    expect(await harness.recover()).toMatchObject({ lines: 3 });
    expect(harness.ledger.rows.size).toBe(3);
  });

  it('skips a damaged line in the middle, counts it, and keeps the lines around it', async () => {
    const journal = harness.journal();
    for (const requestId of ['a', 'b', 'c']) await journal.finished(finishedRecord(requestId), undefined);
    await journal.close();
    const path = join(harness.folder, harness.segments()[0] ?? '');
    const bytes = readFileSync(path);
    bytes.write('X', bytes.indexOf('"requestId":"b"') + 2);
    writeFileSync(path, bytes);
    orphan(harness.folder);
    expect(await harness.recover()).toMatchObject({ damages: 1, lines: 2 });
    expect([...harness.ledger.rows.keys()]).toEqual(['a', 'c']);
  });
});
