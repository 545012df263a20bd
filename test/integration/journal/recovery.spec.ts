import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finishedRecord, startedRecord } from './build-records';
import { JournalHarness } from './harness';
import { killedWriter, racingRecoveries, runningWriter } from './child-process';
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

  it('finds every append that was resolved, and nothing of those that were rejected, where the kernel cuts writes short and refuses them', async () => {
    const { resolved, rejected } = await killedWriter(harness.folder, 1_000, 96);
    expect(rejected.length).toBeGreaterThan(3);
    expect(harness.segments().length).toBeGreaterThan(3);
    const recovery = await harness.recover();
    expect(recovery).toMatchObject({ journals: 1, damages: 0 });
    const statusOf = (requestId: string) => harness.ledger.rows.get(requestId)?.status;
    expect(resolved.filter((requestId) => statusOf(requestId) !== 'success')).toEqual([]);
    expect(rejected.filter((requestId) => statusOf(requestId) === 'success')).toEqual([]);
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
    try {
      await pause();
      expect(await harness.recover()).toMatchObject({ journals: 0 });
    } finally {
      await kill();
    }
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

  it('gives each of many orphans to exactly one of several processes that start at the same moment', async () => {
    const requestIds = Array.from({ length: 30 }, (_, index) => `r${index}`);
    for (const requestId of requestIds) {
      const journal = harness.journal();
      await journal.started(startedRecord(requestId));
      await journal.close();
    }
    orphan(harness.folder);
    const recoveries = await racingRecoveries(harness.folder, 3);
    expect(recoveries.reduce((sum, { journals }) => sum + journals, 0)).toBe(requestIds.length);
    expect(recoveries.flatMap((recovery) => recovery.requestIds).sort()).toEqual([...requestIds].sort());
    expect(readdirSync(harness.folder)).toEqual([]);
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

  it('takes a line that was cut short at the end for the crash that it is: what it would have ended counts as interrupted', async () => {
    const journal = harness.journal();
    for (const requestId of ['a', 'b']) {
      await journal.started(startedRecord(requestId));
      await journal.finished(finishedRecord(requestId), undefined);
    }
    harness.ledger.isDown = true;
    await journal.close();
    const path = join(harness.folder, harness.segments()[0] ?? '');
    writeFileSync(path, readFileSync(path).subarray(0, -5));
    orphan(harness.folder);
    harness.ledger.isDown = false;
    expect(await harness.recover()).toMatchObject({ damages: 0, lines: 1, interrupted: 1 });
    expect(harness.ledger.rows.get('a')).toMatchObject({ status: 'success' });
    expect(harness.ledger.rows.get('b')).toMatchObject({ status: 'interrupted', costNano: '700' });
  });

  it('keeps no process from starting that finds a strange file among the segments', async () => {
    const journal = harness.journal();
    await journal.finished(finishedRecord('a'), undefined);
    harness.ledger.isDown = true;
    await journal.close();
    const folder = join(harness.folder, readdirSync(harness.folder)[0] ?? '');
    writeFileSync(join(folder, '.nfs0001'), 'left by the file system');
    orphan(harness.folder);
    harness.ledger.isDown = false;
    expect(await harness.recover()).toMatchObject({ journals: 1, lines: 1 });
    expect([...harness.ledger.rows.keys()]).toEqual(['a']);
    expect(harness.segments()).toEqual([]);
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
