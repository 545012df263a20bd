import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletionRecord } from '@tollgate/canonical';
import { SystemClock, SystemIds } from '@tollgate/kernel';
import { BatchSender, FileJournal, recoverJournals, Shipper } from '@tollgate/logging';
import { Database, migrate, PgLedgerWriter } from '@tollgate/persistence';
import { createTestDatabase, type TestDatabase } from '../../support/services';
import { finishedRecord, startedRecord, textsOf } from './build-records';
import { logger } from './harness';
import { orphan } from './orphan';

const KEY_ID = '00000000-0000-7000-8000-000000000001';
const own = { keyId: KEY_ID, windows: [{ scope: 'key', id: KEY_ID, start: 0 }] };

describe('the journal with the ledger in PostgreSQL', () => {
  const ids = new SystemIds();
  const clock = new SystemClock();
  let server: TestDatabase;
  let database: Database;
  let folder: string;
  let sender: BatchSender;

  beforeAll(async () => {
    server = await createTestDatabase();
    await migrate(server.url);
    database = new Database({ url: server.url, role: 'test' }, logger);
    sender = new BatchSender(new PgLedgerWriter(database, { textRetentionDays: 30 }), logger);
  }, 30_000);
  afterAll(async () => {
    await database.close();
    await server.drop();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    await database.pool.query(
      'TRUNCATE tollgate.request_fact, tollgate.request_attribute, tollgate.request_text, tollgate.dead_letter, ' +
        'tollgate.scope_balance, tollgate.callback_outbox, tollgate.ledger_entry',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const journalFor = (shipper: Shipper) =>
    new FileJournal({ folder, instanceId: ids.newId(), freeBytesMin: 0 }, shipper, clock, logger);
  const record = (extra: Partial<CompletionRecord> = {}) =>
    finishedRecord(ids.newId(), { ...own, receivedAt: Date.now(), endedAt: Date.now(), ...extra });
  const number = async (sql: string) => Number((await database.pool.query<{ n: string }>(sql)).rows[0]?.n);

  it('lands 199 of 200 records when one is beyond its columns; the one is set aside and stays counted', async () => {
    const shipper = new Shipper(sender, clock, logger);
    const journal = journalFor(shipper);
    const poisoned = record({ httpStatus: 1e12 });
    const records = Array.from({ length: 199 }, () => record());
    await Promise.all(
      [...records.slice(0, 57), poisoned, ...records.slice(57)].map((entry) => journal.finished(entry, undefined)),
    );
    await journal.close();
    expect(await shipper.drain(20_000)).toBe(true);
    expect(await number('SELECT count(*) AS n FROM tollgate.request_fact')).toBe(199);
    const { rows } = await database.pool.query('SELECT request_id FROM tollgate.dead_letter');
    expect(rows).toEqual([{ request_id: poisoned.requestId }]);
    expect(await number(`SELECT amount_nano AS n FROM tollgate.scope_balance WHERE scope = 'key'`)).toBe(2_000);
    journal.removeFolder();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('sets a record aside once, however often its journal is recovered, and then never writes it as well', async () => {
    const writer = new PgLedgerWriter(database, { textRetentionDays: 30 });
    const counting = new BatchSender(writer, logger);
    const poisoned = record({ httpStatus: 1e12 });
    // of an earlier version that could not write it: this one could
    const mended = record();
    await writer.setAside({ kind: 'finished', json: JSON.stringify(mended) }, 'refused by an earlier version');
    for (const _round of [1, 2]) {
      // killed before it shipped anything
      const journal = journalFor(new Shipper(counting, clock, logger, { batchDelayMs: 3_600_000 }));
      for (const entry of [poisoned, mended]) await journal.finished(entry, undefined);
      await journal.close();
      orphan(folder);
      await recoverJournals(folder, counting, clock, logger);
    }
    expect(counting.linesSetAside).toBe(1);
    expect(await number('SELECT count(*) AS n FROM tollgate.dead_letter')).toBe(2);
    expect(await number('SELECT count(*) AS n FROM tollgate.request_fact')).toBe(0);
    expect(await number(`SELECT amount_nano AS n FROM tollgate.scope_balance WHERE scope = 'key'`)).toBe(20);
  });

  it('lands whatever text a client sends', async () => {
    const shipper = new Shipper(sender, clock, logger);
    const journal = journalFor(shipper);
    await journal.finished(
      record({ userAgent: 'a\0b\ud800', requestMetadata: { 'k\0': ['\udfff', { deep: '\0' }] } }),
      undefined,
    );
    await journal.close();
    expect(await shipper.drain(20_000)).toBe(true);
    const { rows } = await database.pool.query('SELECT user_agent, request_metadata FROM tollgate.request_attribute');
    expect(rows).toEqual([
      { user_agent: 'a\ufffdb\ufffd', request_metadata: { 'k\ufffd': ['\ufffd', { deep: '\ufffd' }] } },
    ]);
  });

  it('charges an interrupted request once, however often its journal is recovered, and replaces it by its true end', async () => {
    const idle = new Shipper(sender, clock, logger);
    const started = startedRecord(ids.newId(), { ...own, receivedAt: Date.now(), startedAt: Date.now() });
    for (const _round of [1, 2]) {
      const journal = journalFor(idle);
      await journal.started(started);
      await journal.close();
      orphan(folder);
      expect(await recoverJournals(folder, sender, clock, logger)).toMatchObject({ interrupted: 1 });
    }
    const balance = `SELECT sum(amount_nano) AS n FROM tollgate.scope_balance WHERE scope = 'key'`;
    expect(await number(balance)).toBe(700);
    const end = finishedRecord(started.requestId, {
      ...own,
      receivedAt: started.receivedAt,
      endedAt: Date.now(),
      costNano: '10',
    });
    expect(await sender.send([{ kind: 'finished', json: JSON.stringify(end) }], new AbortController().signal)).toBe(
      true,
    );
    expect(await number(balance)).toBe(10);
    const { rows } = await database.pool.query('SELECT status FROM tollgate.request_fact');
    expect(rows).toEqual([{ status: 'success' }]);
    const entries = await database.pool.query('SELECT kind, amount_nano, request_id FROM tollgate.ledger_entry');
    expect(entries.rows).toEqual([
      { kind: 'interrupted_replaced', amount_nano: '-690', request_id: started.requestId },
    ]);
  });

  it('writes each record once where two processes ship the same segments at the same moment', async () => {
    const idle = new Shipper(sender, clock, logger, { batchDelayMs: 3_600_000 });
    const journal = new FileJournal(
      { folder, instanceId: ids.newId(), freeBytesMin: 0, segmentBytesMax: 50_000 },
      idle,
      clock,
      logger,
    );
    const records = Array.from({ length: 400 }, () => record({ sinks: ['langfuse'] }));
    const begun = Array.from({ length: 7 }, () => startedRecord(ids.newId(), { ...own, receivedAt: Date.now() }));
    for (const entry of records)
      await journal.finished(entry, { ...textsOf(entry.requestId), receivedAt: entry.receivedAt });
    for (const entry of begun) await journal.started(entry);
    await journal.close();
    orphan(folder);
    const copy = mkdtempSync(join(tmpdir(), 'journal-'));
    cpSync(folder, copy, { recursive: true });
    const recoveries = await Promise.all([folder, copy].map((each) => recoverJournals(each, sender, clock, logger)));
    for (const recovery of recoveries) expect(recovery).toMatchObject({ journals: 1, lines: 800, interrupted: 7 });
    rmSync(copy, { recursive: true });
    expect(await number('SELECT count(*) AS n FROM tollgate.request_fact')).toBe(407);
    expect(await number('SELECT count(*) AS n FROM tollgate.callback_outbox')).toBe(400);
    expect(await number('SELECT count(*) AS n FROM tollgate.request_text')).toBe(400);
    expect(await number(`SELECT sum(amount_nano) AS n FROM tollgate.scope_balance WHERE scope = 'key'`)).toBe(
      400 * 10 + 7 * 700,
    );
    expect(await number('SELECT count(*) AS n FROM tollgate.dead_letter')).toBe(0);
  });

  const line = (requestId: string, extra: string): string =>
    JSON.stringify(finishedRecord(requestId, { ...own, receivedAt: Date.now(), endedAt: Date.now() })).replace(
      /}$/,
      `,${extra}}`,
    );
  it.each([
    ['a NUL', '"userAgent":"a\\u0000b"'],
    ['a lone surrogate', '"userAgent":"a\\ud800b"'],
    ['a text that no index holds', `"sessionId":"${randomBytes(8_000).toString('hex')}"`],
  ])('loses none of the other 199 for a line with %s, however it came into the journal', async (_name, poison) => {
    const requestIds = Array.from({ length: 200 }, () => ids.newId());
    const lines = requestIds.map((requestId, index) => ({
      kind: 'finished' as const,
      json: line(requestId, index === 123 ? poison : '"traceId":"t"'),
    }));
    expect(await sender.send(lines, new AbortController().signal)).toBe(true);
    expect(await number('SELECT count(*) AS n FROM tollgate.request_fact')).toBe(199);
    const { rows } = await database.pool.query('SELECT request_id FROM tollgate.dead_letter');
    expect(rows).toEqual([{ request_id: requestIds[123] }]);
    expect(await number(`SELECT amount_nano AS n FROM tollgate.scope_balance WHERE scope = 'key'`)).toBe(2_000);
  });
});
