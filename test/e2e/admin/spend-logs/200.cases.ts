import { completionRecord } from '../support/completion-record.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

type Row = Readonly<Record<string, unknown>>;

describe('GET /spend/logs: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const logs = (query: string) => admin.call<readonly Row[]>(`GET /spend/logs?${query}`);
  const idsOf = async (query: string): Promise<readonly unknown[]> => {
    const { status, body } = await logs(query);
    expect(status).toBe(200);
    return body.map((row) => row['request_id']);
  };

  it("shows a call as LiteLLM's row", async () => {
    const key = await admin.makeKey({});
    const requestId = admin.newId();
    const receivedAt = admin.clock.now();
    await admin.ship(
      completionRecord(requestId, key, receivedAt, { userId: 'su', customer: 'end', customerId: admin.newId() }),
    );
    const { body } = await logs(`request_id=${requestId}`);
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({
      request_id: requestId,
      call_type: 'acompletion',
      api_key: key.hash,
      spend: 0.01,
      total_tokens: 30,
      prompt_tokens: 20,
      completion_tokens: 10,
      startTime: new Date(receivedAt).toISOString(),
      endTime: new Date(receivedAt + 1500).toISOString(),
      request_duration_ms: 1500,
      completionStartTime: new Date(receivedAt + 500).toISOString(),
      model: 'openai/priced-model',
      model_id: 'deployment-1',
      model_group: 'priced',
      custom_llm_provider: 'openai',
      user: 'su',
      end_user: 'end',
      request_tags: ['blue'],
      status: 'success',
      metadata: {
        status: null,
        user_api_key: key.hash,
        cost_breakdown: { input_cost: 0.005, output_cost: 0.005, cache_read_cost: 0.002, total_cost: 0.01 },
        usage_object: { prompt_tokens: 20, prompt_tokens_details: { cached_tokens: 8 } },
      },
    });
  });

  it('finds a call by our id, the call id and the id in the answer', async () => {
    const key = await admin.makeKey({});
    const requestId = admin.newId();
    const callId = `client-${admin.newId()}`;
    await admin.ship(completionRecord(requestId, key, admin.clock.now(), { callId }));
    for (const id of [requestId, callId, `chatcmpl-${requestId}`])
      expect(await idsOf(`request_id=${id}`)).toEqual([requestId]);
    expect(await idsOf('request_id=none')).toEqual([]);
  });

  it('finds by none of these ids a call that the caller may not see', async () => {
    const [mine, stranger] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const requestId = admin.newId();
    const callId = `client-${admin.newId()}`;
    await admin.ship(completionRecord(requestId, mine, admin.clock.now(), { callId, userId: mine.userId }));
    for (const id of [requestId, callId, `chatcmpl-${requestId}`]) {
      const seenBy = async (key: string) =>
        (await admin.call<readonly object[]>(`GET /spend/logs?request_id=${id}`, { key })).body.length;
      expect([await seenBy(mine.secret), await seenBy(stranger.secret)]).toEqual([1, 0]);
    }
  });

  it('filters by key (secret or hash) and user, newest first', async () => {
    const [mine, other] = [await admin.makeKey({}), await admin.makeKey({})];
    const ids = [admin.newId(), admin.newId(), admin.newId()];
    const now = admin.clock.now();
    const userId = `su-${admin.newId()}`;
    await admin.ship(completionRecord(ids[0] ?? '', mine, now - 2000));
    await admin.ship(completionRecord(ids[1] ?? '', mine, now - 1000, { userId }));
    await admin.ship(completionRecord(ids[2] ?? '', other, now, { userId }));
    expect(await idsOf(`api_key=${mine.secret}`)).toEqual([ids[1], ids[0]]);
    expect(await idsOf(`api_key=${mine.hash}`)).toEqual([ids[1], ids[0]]);
    expect(await idsOf(`user_id=${userId}`)).toEqual([ids[2], ids[1]]);
    expect(await idsOf(`user_id=${userId}&api_key=${mine.hash}`)).toEqual([ids[1]]);
    expect(await idsOf('api_key=sk-none-0123456789')).toEqual([]);
  });

  it('is never unbounded: pages of 100 unless told otherwise, totals in headers', async () => {
    const key = await admin.makeKey({});
    const now = admin.clock.now();
    const records = Array.from({ length: 105 }, (_, index) => completionRecord(admin.newId(), key, now - index));
    await admin.ship(...records);
    const first = await logs(`api_key=${key.hash}`);
    expect(first.body).toHaveLength(100);
    expect(['x-total-count', 'x-page', 'x-total-pages'].map((name) => first.headers.get(name))).toEqual([
      '105',
      '1',
      '2',
    ]);
    const second = await logs(`api_key=${key.hash}&page=2`);
    expect(second.body).toHaveLength(5);
    const all = [...first.body, ...second.body].map((row) => row['request_id']);
    expect(all).toEqual(records.map(({ requestId }) => requestId));
    expect((await logs(`api_key=${key.hash}&page_size=1000`)).body).toHaveLength(105);
  });

  it('sums each day of a range by key, user and model, days without calls too', async () => {
    const key = await admin.makeKey({});
    const day = Date.UTC(2026, 4, 1, 12);
    await admin.ship(
      completionRecord(admin.newId(), key, day, { userId: 'su' }),
      completionRecord(admin.newId(), key, day + 1000, { userId: 'su' }),
      completionRecord(admin.newId(), key, day + 86_400_000, {
        litellmModel: 'openai/err-500',
        model: 'err-500',
        status: 'failure',
        costNano: '0',
      }),
    );
    const { body } = await logs(`api_key=${key.secret}&start_date=2026-05-01&end_date=2026-05-03`);
    expect(body).toEqual([
      {
        startTime: '2026-05-01',
        spend: 0.02,
        users: { su: 0.02 },
        models: { 'openai/priced-model': 0.02 },
        [key.hash]: 0.02,
      },
      { startTime: '2026-05-02', spend: 0, users: {}, models: { 'openai/err-500': 0 }, [key.hash]: 0 },
      { startTime: '2026-05-03', spend: 0, users: {}, models: {} },
    ]);
  });

  it.each([
    ['2026-05-01%2000:00:00', '2026-05-01%2023:59:59', 0.02],
    ['2026-05-01%2011:00:00', '2026-05-01%2013:00:00', 0.01],
    ['2026-05-01%2013:00:00', '2026-05-01', 0.01],
    ['2026-05-01%2015:00:00', '2026-05-01%2016:00:00', 0],
  ])('sums what lies between times (%s to %s)', async (start, end, spend) => {
    const key = await admin.makeKey({});
    const at = (hour: number) => completionRecord(admin.newId(), key, Date.UTC(2026, 4, 1, hour), {});
    await admin.ship(at(12), at(14));
    const { body } = await logs(`api_key=${key.secret}&start_date=${start}&end_date=${end}`);
    expect(body).toMatchObject([{ startTime: '2026-05-01', spend }]);
  });

  it('gives the rows of a range when told not to sum', async () => {
    const key = await admin.makeKey({});
    const at = (text: string): number => Date.parse(`${text}Z`);
    const ids = [admin.newId(), admin.newId(), admin.newId()];
    await admin.ship(
      completionRecord(ids[0] ?? '', key, at('2026-05-01T23:59:59.999')),
      completionRecord(ids[1] ?? '', key, at('2026-05-02T00:00:00')),
      completionRecord(ids[2] ?? '', key, at('2026-05-02T10:00:00')),
    );
    const range = (start: string, end: string) =>
      idsOf(`api_key=${key.hash}&summarize=false&start_date=${start}&end_date=${end}`);
    expect(await range('2026-05-02', '2026-05-02')).toEqual([ids[2], ids[1]]);
    expect(await range('2026-05-01', '2026-05-01')).toEqual([ids[0]]);
    expect(await range('2026-05-02%2000:00:00', '2026-05-02%2010:00:00')).toEqual([ids[1]]);
    expect(await idsOf(`api_key=${key.hash}&start_date=2026-05-02`)).toEqual([ids[2], ids[1]]);
  });

  it('shows a failure with its error, and a cost that is unknown as null, never as 0', async () => {
    const key = await admin.makeKey({});
    const [failed, unpriced] = [admin.newId(), admin.newId()];
    const { usage: _usage, ...failure } = completionRecord(failed, key, admin.clock.now(), {
      status: 'failure',
      httpStatus: 500,
      errorCode: 'upstream_error',
      errorMessage: 'The server had an error.',
      costNano: '0',
    });
    await admin.ship(failure, completionRecord(unpriced, key, admin.clock.now(), { costNano: null }));
    const [row] = (await logs(`request_id=${failed}`)).body;
    expect(row).toMatchObject({
      status: 'failure',
      spend: 0,
      total_tokens: 0,
      metadata: {
        status: 'failure',
        error_information: {
          error_code: '500',
          error_class: 'InternalServerError',
          error_message: 'The server had an error.',
        },
      },
    });
    expect((await logs(`request_id=${unpriced}`)).body[0]).toMatchObject({
      spend: null,
      metadata: { cost_breakdown: null },
    });
  });

  it("has LiteLLM's members, all of them", async () => {
    const key = await admin.makeKey({});
    const requestId = admin.newId();
    await admin.ship(completionRecord(requestId, key, admin.clock.now()));
    const [row] = (await logs(`request_id=${requestId}`)).body;
    const recorded = admin.recordedSpendRow();
    expect(Object.keys(recorded).filter((name) => row !== undefined && !(name in row))).toEqual([]);
    const metadata = row?.['metadata'] as Row;
    expect(Object.keys(recorded['metadata'] as Row).filter((name) => !(name in metadata))).toEqual([]);
  });
});
