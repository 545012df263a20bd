import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly total_pages: number;
}

const DAY = Date.UTC(2026, 4, 1);
const HOUR = 3_600_000;
const RANGE = 'start_date=2026-05-01&end_date=2026-05-02';

describe.each(['/spend/logs/v2', '/spend/logs/ui'])('GET %s: 200', (path) => {
  let admin: TestAdmin;
  let key: MadeKey;
  let other: MadeKey;
  /** Calls by hour of the day, one hour apart; the last is of the next day. */
  const ids: string[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    [key, other] = [await admin.makeKey({}), await admin.makeKey({})];
    ids.splice(0, ids.length, ...Array.from({ length: 5 }, () => admin.newId()));
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids;
    await admin.ship(
      completionRecord(first, key, DAY, { userId: 'su', callId: 'call-1', keyAlias: 'alias-1' }),
      completionRecord(second, key, DAY + HOUR, { teamId: 'team-1', customer: 'end', costNano: '20000000' }),
      completionRecord(third, other, DAY + 2 * HOUR, {
        userId: 'su',
        status: 'failure',
        httpStatus: 500,
        costNano: '0',
      }),
      completionRecord(fourth, other, DAY + 3 * HOUR, { modelGroup: 'group', model: 'm', litellmModel: 'openai/m' }),
      completionRecord(fifth, other, DAY + 24 * HOUR, { costNano: null, status: 'cancelled' }),
    );
  });
  afterAll(() => admin.close());

  const ask = (query: string) => admin.call<Page>(`GET ${path}?${query}`);
  /** Which of the calls a query finds, by their place, newest first. */
  const found = async (query: string): Promise<readonly number[]> => {
    const { status, body } = await ask(query);
    expect([status, body.total]).toEqual([200, body.data.length]);
    return body.data.map((row) => ids.indexOf(String(row['request_id'])));
  };

  it('is a page of the rows of a range, newest first, with how many there are', async () => {
    const { body } = await ask(`${RANGE}&page=2&page_size=2`);
    expect(body).toMatchObject({ total: 5, page: 2, page_size: 2, total_pages: 3, total_is_capped: false });
    expect(body.data.map((row) => row['request_id'])).toEqual([ids[2], ids[1]]);
    expect((await ask(`${RANGE}&page=4&page_size=2`)).body).toMatchObject({ data: [], total: 5, total_pages: 3 });
    expect((await ask(RANGE)).body).toMatchObject({ page: 1, page_size: 50, total_pages: 1 });
  });

  it('names parameters that it does not read: a filter that is ignored would be a wrong answer', async () => {
    const { status, headers } = await ask(`${RANGE}&sort_byy=spend`);
    expect([status, headers.get('x-tollgate-ignored-fields')]).toEqual([200, 'sort_byy']);
  });

  it("has LiteLLM's members of a listed row, and no more", async () => {
    const { metadata: _metadata, ...row } = (await ask(`${RANGE}&request_id=call-1`)).body.data[0] ?? {};
    const unlisted = ['messages', 'response', 'proxy_server_request', 'billing_agent_id', 'created_at', 'updated_at'];
    const recorded = Object.keys(admin.recordedSpendRow()).filter((name) => ![...unlisted, 'metadata'].includes(name));
    expect(Object.keys(row).sort()).toEqual(recorded.sort());
    expect(row).toMatchObject({ request_id: ids[0], api_key: key.hash, spend: 0.01, user: 'su' });
  });

  it.each<[string, readonly number[]]>([
    ['start_date=2026-05-01&end_date=2026-05-01', [3, 2, 1, 0]],
    ['start_date=2026-05-01%2001:00:00&end_date=2026-05-01%2003:00:00', [2, 1]],
    [`${RANGE}&user_id=su`, [2, 0]],
    [`${RANGE}&team_id=team-1`, [1]],
    [`${RANGE}&end_user=end`, [1]],
    [`${RANGE}&key_alias=alias-1`, [0]],
    [`${RANGE}&request_id=call-1`, [0]],
    ['start_date=2026-05-02&end_date=2026-05-02&request_id=call-1', []],
    [`${RANGE}&status_filter=failure`, [4, 2]],
    [`${RANGE}&status_filter=success`, [3, 1, 0]],
    [`${RANGE}&error_code=599`, []],
    [`${RANGE}&model_id=no-such-deployment`, []],
    [`${RANGE}&min_spend=0.01`, [3, 1, 0]],
    [`${RANGE}&max_spend=0.01`, [3, 2, 0]],
    [`${RANGE}&min_spend=0.005&max_spend=0.015&user_id=su`, [0]],
    [`${RANGE}&model=openai/m`, [3]],
    [`${RANGE}&model=group`, [3]],
    [`${RANGE}&model=none`, []],
  ])('%s finds the calls %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('finds the calls of a key by its secret and by its hash, and a call by our id and the id in its answer', async () => {
    for (const name of [key.secret, key.hash]) expect(await found(`${RANGE}&api_key=${name}`)).toEqual([1, 0]);
    expect(await found(`${RANGE}&api_key=sk-none-0123456789`)).toEqual([]);
    for (const id of [String(ids[1]), `chatcmpl-${String(ids[1])}`])
      expect(await found(`${RANGE}&request_id=${id}`)).toEqual([1]);
  });

  it('is, for a user, the calls of his own, whatever he asks for, and counts no others', async () => {
    const user = await admin.makeUserKey('internal_user');
    const own = admin.newId();
    await admin.ship(completionRecord(own, user, DAY + 4 * HOUR, { userId: user.userId }));
    const seen = async (query: string): Promise<unknown> => {
      const { body } = await admin.call<Page>(`GET ${path}?${query}`, { key: user.secret });
      return [body.data.map((row) => row['request_id']), body.total];
    };
    expect(await seen(RANGE)).toEqual([[own], 1]);
    for (const foreign of [`api_key=${key.hash}`, 'user_id=su', 'team_id=team-1', 'request_id=call-1', 'model=group'])
      expect(await seen(`${RANGE}&${foreign}`)).toEqual([[], 0]);
  });
});
