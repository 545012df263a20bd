import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly data: readonly { readonly request_id: string; readonly session_id: string }[];
  readonly total: number;
  readonly total_pages: number;
  readonly total_is_capped: boolean;
}

const DAY = Date.UTC(2026, 4, 1);

describe('GET /spend/logs/session/ui: 200', () => {
  let admin: TestAdmin;
  let mine: MadeKey & { readonly userId: string };
  let others: MadeKey;
  const ids: string[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    [mine, others] = [await admin.makeUserKey('internal_user'), await admin.makeKey({})];
    ids.splice(0, ids.length, ...Array.from({ length: 5 }, () => admin.newId()));
    const record = (place: number, key: MadeKey, session: string, days = 0, userId?: string) =>
      completionRecord(ids[place] ?? '', key, DAY + days * 86_400_000 + place, {
        sessionId: session,
        ...(userId !== undefined && { userId }),
      });
    await admin.ship(
      record(0, mine, 'talk', 0, mine.userId),
      record(1, others, 'talk', 40),
      record(2, mine, 'talk', 80, mine.userId),
      record(3, others, 'other talk'),
      record(4, others, 'others alone'),
    );
  });
  afterAll(() => admin.close());

  const ask = async (query: string, key?: string): Promise<Page> => {
    const answer = await admin.call<Page>(`GET /spend/logs/session/ui?${query}`, { ...(key !== undefined && { key }) });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const placesOf = ({ data }: Page): readonly number[] => data.map((row) => ids.indexOf(row.request_id));

  it('is every call that named the session, newest first, however long ago, page by page', async () => {
    const whole = await ask('session_id=talk');
    expect(placesOf(whole)).toEqual([2, 1, 0]);
    expect(whole).toMatchObject({ total: 3, page: 1, page_size: 50, total_pages: 1, total_is_capped: false });
    expect(whole.data.map((row) => row.session_id)).toEqual(['talk', 'talk', 'talk']);
    const last = await ask('session_id=talk&page=2&page_size=2');
    expect([placesOf(last), last.total, last.total_pages]).toEqual([[0], 3, 2]);
    expect(await ask('session_id=nobody')).toMatchObject({ data: [], total: 0, total_pages: 0 });
  });

  it('shows of a session that others named too only what the caller may see', async () => {
    const seen = await ask('session_id=talk', mine.secret);
    expect([placesOf(seen), seen.total]).toEqual([[2, 0], 2]);
    expect(await ask('session_id=others%20alone', mine.secret)).toMatchObject({ data: [], total: 0 });
  });

  it('cannot be asked of no session', async () => {
    const { status, body } = await admin.call<object>('GET /spend/logs/session/ui');
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('session_id')]);
  });
});
