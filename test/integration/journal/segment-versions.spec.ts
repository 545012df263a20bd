import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompletionRecord, RECORD_VERSION } from '@tollgate/canonical';
import { SystemClock } from '@tollgate/kernel';
import { BatchSender, recoverJournals } from '@tollgate/logging';
import { Database, migrate, PgLedgerWriter, PgRecordSource } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { createTestDatabase, type TestDatabase } from '../../support/services';
import { finishedRecord, startedRecord } from './build-records';
import { JournalHarness, logger } from './harness';
import { headerOf, linesOf, segmentOf } from './segment-bytes';

const recorded = JSON.parse(readFileSync(join(__dirname, '__recordings__', 'first-version.segment.json'), 'utf8')) as {
  readonly keyHash: string;
  readonly segment: string;
};
const firstVersion = Buffer.from(recorded.segment, 'base64');
const finishedOfFirstVersion = linesOf(firstVersion)
  .filter(([kind]) => kind === 2)
  .map(([, json]) => JSON.parse(json) as CompletionRecord);

/** Columns of a fact that the first version knew a value for, of an answered call. */
const FACTS_OF_FIRST_VERSION = [
  ...[
    'request_id',
    'received_at',
    'ended_at',
    'first_token_at',
    'status',
    'http_status',
    'stream',
    'route',
    'operation',
  ],
  ...['format', 'call_type', 'key_id', 'key_hash', 'tag_ids', 'model_group', 'model', 'litellm_model', 'provider'],
  ...['deployment_id', 'cost_nano', 'cost_estimated', 'output_limit', 'input_uncached', 'output', 'attempts'],
];

describe('a segment of the first version', () => {
  const clock = new SystemClock();
  let server: TestDatabase;
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    expect(JSON.parse(linesOf(firstVersion)[0]?.[1] ?? '')).toMatchObject({ version: 1 });
    expect(RECORD_VERSION).toBeGreaterThan(1);
    server = await createTestDatabase();
    await migrate(server.url);
    database = new Database({ url: server.url, role: 'test' }, logger);
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    putSegment(folder, 'first-version', firstVersion);
    const sender = new BatchSender(new PgLedgerWriter(database, { textRetentionDays: 30 }), logger);
    expect(await recoverJournals(folder, sender, clock, logger)).toEqual({
      journals: 1,
      lines: 6,
      interrupted: 1,
      damages: 0,
      left: 0,
    });
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const number = async (sql: string) => Number((await database.pool.query<{ n: string }>(sql)).rows[0]?.n);

  it('is shipped whole: a row for each call, the one without an end interrupted and charged its hold', async () => {
    const { rows } = await database.pool.query(
      'SELECT status, stream, cost_nano, cost_estimated, output FROM tollgate.request_fact WHERE key_hash = $1 ORDER BY received_at, request_id',
      [recorded.keyHash],
    );
    // 8 tokens in at 1,000 and 3 out at 2,000 nano-dollars
    const answered = { status: 'success', cost_nano: '14000', cost_estimated: false, output: 3 };
    expect(rows).toMatchObject([
      { ...answered, stream: false },
      { ...answered, stream: true },
      { status: 'failure', stream: false },
      { status: 'interrupted', stream: false, cost_nano: '45000', cost_estimated: true },
    ]);
    expect(await number('SELECT count(*) AS n FROM tollgate.dead_letter')).toBe(0);
    expect(await number('SELECT count(*) AS n FROM tollgate.callback_outbox')).toBe(4);
    expect(await number('SELECT count(*) AS n FROM tollgate.request_text')).toBe(3);
    const sums = await database.pool.query(
      `SELECT (SELECT sum(cost_nano)::text FROM tollgate.request_fact) AS facts,
         (SELECT sum(amount_nano)::text FROM tollgate.scope_balance WHERE scope = 'key' AND window_start = to_timestamp(0)) AS key`,
    );
    expect(sums.rows[0].key).toBe(sums.rows[0].facts);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives sinks the records that it holds, member by member', async () => {
    const source = new PgRecordSource(database);
    const read = await source.read('langfuse', finishedOfFirstVersion);
    expect(read.map(({ record }) => record)).toEqual(
      finishedOfFirstVersion.map((record) => ({ ...record, v: RECORD_VERSION, windows: [] })),
    );
    expect(read.map(({ texts }) => texts?.input)).toEqual(
      finishedOfFirstVersion.map(() => ({ messages: [{ role: 'user', content: 'Hello!' }] })),
    );
  });

  it('leaves unknown what its version did not know: never 0, nor anything that was not said', async () => {
    const { rows } = await database.pool.query<{ fact: Record<string, unknown> }>(
      `SELECT to_jsonb(fact) AS fact FROM tollgate.request_fact AS fact WHERE status = 'success' AND NOT stream`,
    );
    const fact = rows[0]?.fact ?? {};
    expect(Object.keys(fact)).toEqual(expect.arrayContaining(FACTS_OF_FIRST_VERSION));
    const known = Object.keys(fact).filter((column) => fact[column] !== null);
    expect(known.sort()).toEqual([...FACTS_OF_FIRST_VERSION, 'customer_id'].sort());
  });
});

describe('a segment of a later version than this one', () => {
  let harness: JournalHarness;
  beforeEach(() => {
    harness = new JournalHarness();
  });
  afterEach(() => harness.remove());

  const later = segmentOf([
    headerOf(RECORD_VERSION + 1),
    [1, JSON.stringify(startedRecord('begun'))],
    [2, JSON.stringify({ ...finishedRecord('ended'), v: RECORD_VERSION + 1 })],
    [4, '{"of":"a kind that is not known here"}'],
  ]);

  it('is left where it is, byte for byte, with whatever else its process wrote: not shipped, not taken for a crash', async () => {
    putSegment(
      harness.folder,
      'later',
      segmentOf([headerOf(RECORD_VERSION), [1, JSON.stringify(startedRecord('other'))]]),
    );
    const path = putSegment(harness.folder, 'later', later, 2);
    const before = harness.segments();
    expect(await harness.recover()).toMatchObject({ journals: 0, lines: 0, interrupted: 0, damages: 0, left: 1 });
    expect(harness.ledger.rows.size).toBe(0);
    expect(harness.segments()).toEqual(before);
    expect(readFileSync(path)).toEqual(later);
  });

  it('keeps no other journal from being taken over, and is there for the next start', async () => {
    putSegment(harness.folder, 'later', later);
    putSegment(harness.folder, 'own', segmentOf([headerOf(RECORD_VERSION), [2, JSON.stringify(finishedRecord('a'))]]));
    expect(await harness.recover()).toMatchObject({ journals: 1, lines: 1, left: 1 });
    expect([...harness.ledger.rows.keys()]).toEqual(['a']);
    expect(await harness.recover()).toMatchObject({ journals: 0, left: 1 });
  });

  it('is told as an error, with the version that it wants', async () => {
    const lines: string[] = [];
    const told = createLogger('error', false, (line) => void lines.push(line));
    const path = putSegment(harness.folder, 'later', later);
    await recoverJournals(harness.folder, harness.sender(), new SystemClock(), told);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      segment: path,
      version: RECORD_VERSION + 1,
      known: RECORD_VERSION,
    });
  });
});

/** Among the journals of a process that is gone. */
function putSegment(journalFolder: string, instanceId: string, bytes: Buffer, sequence = 1): string {
  const folder = join(journalFolder, `${instanceId}.1.long-ago`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `0000000${sequence}.segment`);
  writeFileSync(path, bytes);
  return path;
}
