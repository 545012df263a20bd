import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface KeyPage {
  readonly keys: readonly unknown[];
  readonly total_count: number;
  readonly current_page: number;
  readonly total_pages: number;
}

describe('GET /key/list: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const list = async (query: string): Promise<KeyPage> => {
    const answer = await admin.call<KeyPage>(`GET /key/list?${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('pages through the hashes, newest first, each key once', async () => {
    const user = `pager-${admin.newId()}`;
    const hashes: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      hashes.unshift((await admin.makeKey({ user_id: user })).hash);
      admin.clock.advance(1000);
    }
    const pages = [
      await list(`user_id=${user}&size=2`),
      await list(`user_id=${user}&size=2&page=2`),
      await list(`user_id=${user}&size=2&page=3`),
    ];
    expect(pages.flatMap(({ keys }) => keys)).toEqual(hashes);
    expect(pages[1]).toMatchObject({ total_count: 5, current_page: 2, total_pages: 3 });
    expect((await list(`user_id=${user}&page=9`)).keys).toEqual([]);
  });

  it('sorts in the other direction and by alias', async () => {
    const user = `sorter-${admin.newId()}`;
    const late = await admin.makeKey({ user_id: user, key_alias: `a-${admin.newId()}` });
    admin.clock.advance(1000);
    const early = await admin.makeKey({ user_id: user, key_alias: `b-${admin.newId()}` });
    expect((await list(`user_id=${user}&sort_order=asc`)).keys).toEqual([late.hash, early.hash]);
    expect((await list(`user_id=${user}&sort_by=key_alias&sort_order=desc`)).keys).toEqual([early.hash, late.hash]);
  });

  it('filters by alias (a part of it, in any case, taken literally), team and hash', async () => {
    const team = await admin.makeTeam();
    const mark = admin.newId();
    const { hash } = await admin.makeKey({ key_alias: `Some-100%_${mark}`, team_id: team });
    await admin.makeKey({ key_alias: `Some-100xy${mark}` });
    expect((await list(`key_alias=${encodeURIComponent(`100%_${mark}`)}`)).keys).toEqual([hash]);
    expect((await list(`key_alias=${encodeURIComponent(`SOME-100%_${mark}`)}`)).keys).toEqual([hash]);
    expect((await list(`team_id=${team}`)).keys).toEqual([hash]);
    expect((await list(`key_hash=${hash}`)).keys).toEqual([hash]);
    expect(await list('team_id=nobody')).toEqual({ keys: [], total_count: 0, current_page: 1, total_pages: 0 });
  });

  it('gives whole keys with their spend, and never a secret', async () => {
    const { secret, hash, id } = await admin.makeKey({ max_budget: 2, rpm_limit: 9 });
    await admin.spend(id, 0, 1_500_000_000n);
    const page = await list(`key_hash=${hash}&return_full_object=true`);
    expect(page.keys).toMatchObject([{ token: hash, max_budget: 2, rpm_limit: 9, spend: 1.5, blocked: null }]);
    expect(JSON.stringify(page)).not.toContain(secret);
  });

  it('pages through the archive of deleted keys, filtered as those that there are, with who deleted them', async () => {
    const team = await admin.makeTeam();
    const made: MadeKey[] = [];
    for (const name of ['a', 'b', 'c']) {
      made.push(await admin.makeKey({ team_id: team, max_budget: 2, key_alias: `archived.${name}.${admin.newId()}` }));
      admin.clock.advance(1000);
    }
    const [first, second, kept] = made.map(({ hash }) => hash);
    await admin.call('POST /key/delete', { body: { keys: [second] } });
    admin.clock.advance(1000);
    await admin.call('POST /key/delete', { body: { keys: [first] }, headers: { 'litellm-changed-by': 'somebody' } });
    const deleted = `status=deleted&team_id=${team}`;
    expect(await list(deleted)).toEqual({ keys: [second, first], total_count: 2, current_page: 1, total_pages: 1 });
    expect((await list(`${deleted}&sort_by=deleted_at`)).keys).toEqual([first, second]);
    expect((await list(`${deleted}&sort_by=key_alias&sort_order=asc&size=1&page=2`)).keys).toEqual([second]);
    expect((await list(`${deleted}&key_hash=${String(kept)}`)).keys).toEqual([]);
    expect((await list(`team_id=${team}`)).keys).toEqual([kept]);
    expect((await list(`${deleted}&key_alias=ARCHIVED.A.&return_full_object=true`)).keys).toMatchObject([
      { token: first, max_budget: 2, team_id: team, status: 'deleted', litellm_changed_by: 'somebody' },
    ]);
  });

  it('shows of the archive what was the caller’s to see, and nothing else', async () => {
    const [user, other] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const mine = await admin.makeKey({ user_id: user.userId });
    await admin.call('POST /key/delete', { body: { keys: [mine.hash] } });
    const seen = async (key: string) => (await admin.call<KeyPage>('GET /key/list?status=deleted', { key })).body.keys;
    expect(await seen(user.secret)).toEqual([mine.hash]);
    expect(await seen(other.secret)).toEqual([]);
  });
});
