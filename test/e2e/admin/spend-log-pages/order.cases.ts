import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly total_is_capped: boolean;
}

const DAY = Date.UTC(2026, 4, 1);
const HOUR = 3_600_000;
const RANGE = 'start_date=2026-05-01&end_date=2026-05-03';

describe('GET /spend/logs/v2', () => {
  let admin: TestAdmin;
  let key: MadeKey;
  const ids: string[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    key = await admin.makeKey();
    ids.push(...Array.from({ length: 4 }, () => admin.newId()));
    const [first = '', second = '', third = '', fourth = ''] = ids;
    const at = (hours: number): number => DAY + hours * HOUR;
    const firstTokenAfter = (hours: number, ms: number) => ({ firstTokenAt: at(hours) + ms });
    await admin.ship(
      completionRecord(first, key, at(0), {
        costNano: '50000000',
        endedAt: at(70),
        litellmModel: 'b/b',
        ...firstTokenAfter(0, 30),
      }),
      completionRecord(second, key, at(20), {
        costNano: null,
        usage: { inputUncached: 900, output: 1 },
        litellmModel: 'c/c',
        ...firstTokenAfter(20, 10),
      }),
      completionRecord(third, key, at(30), {
        costNano: '70000000',
        endedAt: at(30) + 10,
        usage: { inputUncached: 1, output: 0 },
        litellmModel: 'a/a',
        ...firstTokenAfter(30, 5),
      }),
      completionRecord(fourth, key, at(50), {
        status: 'failure',
        httpStatus: 502,
        costNano: '10000000',
        endedAt: at(51),
        litellmModel: 'd/d',
        errorMessage: 'The 100%_upstream closed its Socket',
        ...firstTokenAfter(50, 20),
      }),
    );
  });
  afterAll(() => admin.close());

  const found = async (query: string, secret?: string): Promise<readonly number[]> => {
    const options = secret === undefined ? {} : { key: secret };
    const answer = await admin.call<Page>(`GET /spend/logs/v2?${RANGE}&${query}`, options);
    expect([answer.status, answer.headers.get('x-tollgate-ignored-fields')]).toEqual([200, null]);
    expect(answer.body.total_is_capped).toBe(false);
    return answer.body.data.map((row) => ids.indexOf(String(row['request_id'])));
  };

  it.each<[string, readonly number[]]>([
    ['startTime', [3, 2, 1, 0]],
    ['endTime', [0, 3, 2, 1]],
    // what is unknown stands last
    ['spend', [2, 0, 3, 1]],
    ['total_tokens', [1, 3, 0, 2]],
    ['request_duration_ms', [0, 3, 1, 2]],
    ['ttft_ms', [0, 3, 1, 2]],
    ['model', [3, 1, 0, 2]],
  ])('is sorted by %s, page by page', async (name, expected) => {
    expect(await found(`sort_by=${name}`)).toEqual(expected);
    const pages = [await found(`sort_by=${name}&page_size=3`), await found(`sort_by=${name}&page_size=3&page=2`)];
    expect(pages.flat()).toEqual(expected);
  });

  it.each([
    ['', [0, 1, 2, 3]],
    ['&api_key=KEY', [0, 1, 2, 3]],
    ['&min_spend=0.02', [0, 2]],
    ['&sort_by=spend', [3, 0, 2, 1]],
  ])('is in the other direction, page by page: sort_order=asc%s', async (query, expected) => {
    const asked = `sort_order=asc${query.replace('KEY', key.hash)}`;
    expect(await found(asked)).toEqual(expected);
    const pages = await Promise.all([1, 2, 3].map((page) => found(`${asked}&page_size=2&page=${String(page)}`)));
    expect(pages.flat()).toEqual(expected);
  });

  it('finds failed calls by a part of what was told of them, in any case', async () => {
    expect(await found(`error_message=${encodeURIComponent('100%_UPSTREAM')}`)).toEqual([3]);
    expect(await found('error_message=100%25xupstream')).toEqual([]);
    expect(await found('error_message=socket&error_code=502')).toEqual([3]);
    expect(await found('error_message=socket&error_code=500')).toEqual([]);
  });

  it('shows a user no foreign call in any order', async () => {
    const user = await admin.makeUserKey('internal_user');
    for (const query of ['sort_by=spend', 'sort_order=asc', 'error_message=socket'])
      expect(await found(query, user.secret)).toEqual([]);
  });

  it.each(['sort_by=messages', 'sort_order=up'])('answers 422 to %s', async (query) => {
    expect((await admin.call(`GET /spend/logs/v2?${RANGE}&${query}`)).status).toBe(422);
  });
});
