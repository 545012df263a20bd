import type { CompletionRecord } from '@tollgate/canonical';
import {
  PgDeadLetters,
  PgLedgerMaintenance,
  PgOutboxSource,
  PgRecordSource,
  SpendLogRepository,
} from '@tollgate/persistence';
import { buildAttempt, buildRecord, named, NOON } from './support/build-record.js';
import { finished, LedgerHarness, text } from './support/ledger-harness.js';

const DAY = 86_400_000;

/** Every member that a record can have. */
const whole = (): CompletionRecord =>
  buildRecord({
    firstTokenAt: NOON + 120,
    errorCode: 'upstream_error',
    errorMessage: 'it "failed"\n',
    keyAlias: 'alias',
    keySpendNano: '123456789012345678',
    teamMemberId: '0197f0a0-0000-7000-8000-0000000000b1',
    projectId: 'project-1',
    customerId: named('carol'),
    customer: 'carol',
    tagIds: [named('red'), named('blue')],
    tags: ['red', 'blue'],
    usage: {
      inputUncached: 1,
      cacheRead: 2,
      cacheWrite5m: 3,
      cacheWrite1h: 4,
      inputAudio: 5,
      inputImage: 10,
      output: 6,
      reasoning: 7,
      outputAudio: 8,
      outputImage: 11,
      searches: 9,
      images: 12,
      seconds: 13,
      characters: 14,
      pages: 15,
      raw: { b: 1, a: [null, 'x'] },
    },
    costBreakdown: { input: '1000' },
    outputLimit: 512,
    outputLimitScope: 'team',
    attempts: [
      buildAttempt({
        outcome: 'failure',
        status: 500,
        modelGroup: 'gpt-4o',
        failureClass: 'server',
        errorMessage: 'boom',
        costNano: null,
        usage: { inputUncached: 1, output: 0 },
      }),
      buildAttempt({
        attempt: 2,
        firstTokenAt: NOON + 120,
        prices: { input: '5' },
        priceSource: 'config',
        estimated: true,
      }),
    ],
    providerResponseId: 'chatcmpl-1',
    sessionId: 'session',
    traceId: 'trace',
    userAgent: 'agent/1',
    clientProduct: 'agent',
    ipAddress: '10.0.0.1',
    requestMetadata: { generation_name: 'g', nested: { z: 1, a: 2 } },
    spendLogsMetadata: { app: 'x' },
    keyMetadata: { team: 'core' },
    finishReason: 'stop',
    droppedParams: ['logit_bias'],
    langfuseHeaders: { trace_id: 't' },
    modelParameters: { temperature: 0.5 },
    sinks: ['langfuse', 'otel'],
  });

describe('what the ledger gives back', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start()));
  afterAll(() => ledger.stop());
  beforeEach(() =>
    ledger.rows(
      'TRUNCATE tollgate.request_fact, tollgate.request_attribute, tollgate.request_attempt, tollgate.request_text, tollgate.callback_outbox, tollgate.spend_daily, tollgate.spend_daily_total',
    ),
  );

  it.each([
    ['with every member', whole()],
    ['with no optional member', buildRecord({ costNano: null, attempts: [] })],
    [
      'of a refusal',
      (({ usage: _usage, model: _model, ...record }) => ({
        ...record,
        status: 'refused' as const,
        attempts: [],
        costNano: '0',
      }))(buildRecord()),
    ],
  ])('is the record as it was written, %s, without its windows', async (_which, record) => {
    await ledger.writer.write(finished(record));
    const [found] = await new PgRecordSource(ledger.database).read('langfuse', [record]);
    expect(found).toEqual({ record: { ...record, windows: [] } });
  });

  it('is each wanted record that is there, with the texts of that audience only', async () => {
    const [first, second] = [buildRecord(), buildRecord({ receivedAt: NOON + DAY })];
    const input = { messages: [{ role: 'user', content: 'hi' }] };
    const texts = { requestId: first.requestId, receivedAt: NOON, audiences: ['langfuse'], input, output: null };
    await ledger.writer.write([...finished(first, second), ...text(texts)]);
    const source = new PgRecordSource(ledger.database);
    const missing = { requestId: first.requestId, receivedAt: NOON + 1 };
    const read = await source.read('langfuse', [first, second, missing]);
    const byId = new Map(read.map((one) => [one.record.requestId, one.texts]));
    expect(byId).toEqual(
      new Map([
        [first.requestId, { input, output: null }],
        [second.requestId, undefined],
      ]),
    );
    expect((await source.read('log', [first]))[0]?.texts).toBeUndefined();
    expect(await source.read('langfuse', [])).toEqual([]);
  });

  it('is an outbox row for each sink, oldest first, until it is removed', async () => {
    const late = buildRecord({ receivedAt: NOON + 5, sinks: ['langfuse'] });
    const early = buildRecord({ sinks: ['langfuse', 'otel', 'otel'] });
    await ledger.writer.write(finished(late, early, buildRecord()));
    const outbox = new PgOutboxSource(ledger.database);
    const pending = await outbox.pending(10);
    expect(pending.map((row) => [row.requestId, row.receivedAt])).toEqual([
      [early.requestId, NOON],
      [early.requestId, NOON],
      [late.requestId, NOON + 5],
    ]);
    expect(
      pending
        .slice(0, 2)
        .map((row) => row.sink)
        .sort(),
    ).toEqual(['langfuse', 'otel']);
    const [first] = pending;
    await outbox.remove([first?.id ?? '', first?.id ?? '']);
    expect((await outbox.pending(10)).map((row) => row.id)).toEqual(pending.slice(1).map((row) => row.id));
    expect(await outbox.pending(1)).toHaveLength(1);
  });

  it('sets a delivery aside once', async () => {
    const letters = new PgDeadLetters(ledger.database);
    const delivery = {
      outboxId: '0197f0a0-0000-7000-8000-0000000000c1',
      sink: 'langfuse',
      requestId: buildRecord().requestId,
      receivedAt: NOON,
      reason: '400 \u0000 no',
      attempts: 3,
    };
    await letters.add(delivery);
    await letters.add({ ...delivery, reason: 'later' });
    expect(await ledger.rows('SELECT sink, reason, attempts FROM tollgate.dead_delivery')).toEqual([
      { sink: 'langfuse', reason: '400  no', attempts: 3 },
    ]);
  });

  it('drops texts when their time is over, whole days at once, and only those', async () => {
    const maintenance = new PgLedgerMaintenance(ledger.database);
    await maintenance.ensurePartitions(NOON - 40 * DAY, 2);
    for (const days of [40, 39, 10]) {
      const record = buildRecord({ receivedAt: NOON - days * DAY });
      await ledger.writer.write([
        ...finished(record),
        ...text({
          requestId: record.requestId,
          receivedAt: record.receivedAt,
          audiences: ['log'],
          input: {},
          output: {},
        }),
      ]);
    }
    await ledger.rows(
      `UPDATE tollgate.request_text SET expires_at = expires_at + interval '30 days' WHERE received_at = to_timestamp(${(NOON - 39 * DAY) / 1000})`,
    );
    await Promise.all([maintenance.dropExpiredTexts(NOON), maintenance.dropExpiredTexts(NOON)]);
    expect(await ledger.count('request_text')).toBe(2);
    expect(
      await ledger.rows(
        `SELECT to_regclass('tollgate.request_text_20261016')::text AS gone, to_regclass('tollgate.request_text_20261017')::text AS kept`,
      ),
    ).toEqual([{ gone: null, kept: 'tollgate.request_text_20261017' }]);
    expect(await ledger.count('request_fact')).toBe(3);
    await maintenance.ensurePartitions(NOON, 7);
    expect(await ledger.rows(`SELECT to_regclass('tollgate.request_text_20261202')::text AS ahead`)).toEqual([
      { ahead: 'tollgate.request_text_20261202' },
    ]);
  });

  describe('as spend logs', () => {
    const all = { kind: 'all' } as const;
    const page = { page: 1, size: 10 };

    it('is found by our id, the call id and the provider id, and a repeated id is no duplicate', async () => {
      const logs = new SpendLogRepository(ledger.database);
      const [first, second] = [
        buildRecord({ callId: 'same', providerResponseId: 'chatcmpl-9' }),
        buildRecord({ callId: 'same', receivedAt: NOON + 1 }),
      ];
      await ledger.writer.write(finished(first, second));
      const ids = async (requestId: string): Promise<string[]> =>
        (await logs.list({ requestId }, all, page)).rows.map((row) => row.requestId);
      expect(await ids(first.requestId)).toEqual([first.requestId]);
      expect(await ids('same')).toEqual([second.requestId, first.requestId]);
      expect(await ids('chatcmpl-9')).toEqual([first.requestId]);
      expect(await ids('none')).toEqual([]);
    });

    it('is filtered by user, time and caller, newest first, in pages', async () => {
      const logs = new SpendLogRepository(ledger.database);
      const records = Array.from({ length: 5 }, (_, index) =>
        buildRecord({ receivedAt: NOON + index, userId: index % 2 === 0 ? 'even' : 'odd' }),
      );
      await ledger.writer.write(finished(...records));
      const list = async (
        filter: object,
        visibility: Parameters<SpendLogRepository['list']>[1] = all,
        where = page,
      ) => {
        const { rows, total } = await logs.list(filter, visibility, where);
        return [rows.map((row) => row.receivedAt.getTime() - NOON), total];
      };
      expect(await list({})).toEqual([[4, 3, 2, 1, 0], 5]);
      expect(await list({ userId: 'odd' })).toEqual([[3, 1], 2]);
      expect(await list({ from: NOON + 1, to: NOON + 3 })).toEqual([[2, 1], 2]);
      expect(await list({}, all, { page: 2, size: 2 })).toEqual([[2, 1], 5]);
      expect(await list({}, { kind: 'of', userIds: ['odd'] })).toEqual([[3, 1], 2]);
      expect(await list({}, { kind: 'of', teamIds: ['other'] })).toEqual([[], 0]);
      expect(await list({}, { kind: 'of' })).toEqual([[], 0]);
      expect(await list({ keyHash: 'a'.repeat(64) })).toEqual([[4, 3, 2, 1, 0], 5]);
      expect(await list({ keyHash: 'b'.repeat(64) })).toEqual([[], 0]);
    });

    it('carries money as bigint, an unknown price as null, and instants in UTC', async () => {
      await ledger.writer.write(finished(whole(), buildRecord({ costNano: null, receivedAt: NOON - 1 })));
      const { rows } = await new SpendLogRepository(ledger.database).list({}, all, page);
      expect(rows.map((row) => row.costNano)).toEqual([1500n, null]);
      expect(rows[0]).toMatchObject({
        receivedAt: new Date(NOON),
        firstTokenAt: new Date(NOON + 120),
        attempts: 2,
        customer: 'carol',
        tags: ['red', 'blue'],
        costBreakdown: { input: '1000' },
      });
    });

    it('sums days of UTC by key, user and model', async () => {
      const logs = new SpendLogRepository(ledger.database);
      const late = Date.UTC(2026, 10, 25, 23, 59, 59, 999);
      await ledger.writer.write(
        finished(
          buildRecord(),
          buildRecord({ receivedAt: late }),
          buildRecord({ receivedAt: late + 1, userId: 'other' }),
        ),
      );
      const day = { keyHash: buildRecord().keyId, litellmModel: 'openai/gpt-4o' };
      const both = [
        { ...day, day: '2026-11-25', userId: 'user-1', costNano: 3000n },
        { ...day, day: '2026-11-26', userId: 'other', costNano: 1500n },
      ];
      expect(await logs.sumByDay({}, all)).toEqual(both);
      expect(await logs.sumByDay({ from: Date.UTC(2026, 10, 25), to: Date.UTC(2026, 10, 26) }, all)).toEqual(
        both.slice(0, 1),
      );
      expect(await logs.sumByDay({ from: Date.UTC(2026, 10, 26) }, all)).toEqual(both.slice(1));
      expect(await logs.sumByDay({ userId: 'other' }, all)).toEqual(both.slice(1));
      expect(await logs.sumByDay({}, { kind: 'of', keyIds: [] })).toEqual([]);
    });
  });
});
