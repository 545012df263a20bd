import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface UserInfo {
  readonly user_id: string;
  readonly user_info: Readonly<Record<string, unknown>>;
  readonly keys: readonly { readonly token: string }[];
}

interface UserList {
  readonly users: readonly { readonly user_id: string; readonly key_count: number }[];
  readonly total: number;
  readonly total_pages: number;
}

describe('users', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const make = async (settings: object = {}): Promise<{ readonly id: string; readonly key: string }> => {
    const { status, body } = await admin.call('POST /user/new', { body: settings });
    expect(status).toBe(200);
    return { id: String(body['user_id']), key: String(body['key']) };
  };

  it('come with a key that is theirs at once, under an id of ours where none is given', async () => {
    const user = await make({ user_role: 'internal_user_viewer', key_alias: 'of-a-viewer' });
    const info = await admin.call<UserInfo>('GET /user/info', { key: user.key });
    expect(info).toMatchObject({
      status: 200,
      body: { user_id: user.id, user_info: { user_role: 'internal_user_viewer', max_budget: null } },
    });
    expect(info.body.keys).toHaveLength(1);
    expect((await admin.call('GET /me', { key: user.key })).body).toMatchObject({ key: { key_alias: 'of-a-viewer' } });
  });

  it('are nobody to the master key, which is shown the first of all keys and teams', async () => {
    await make({ key_alias: 'seen-by-all' });
    const { body, headers } = await admin.call<UserInfo>('GET /user/info');
    expect(body).toMatchObject({ user_id: null, user_info: null, teams: [] });
    expect(body.keys).toContainEqual(expect.objectContaining({ key_alias: 'seen-by-all' }));
    expect(headers.get('x-tollgate-cut-lists')).toBeNull();
  });

  it('come without one where that is wanted', async () => {
    const user = await make({ auto_create_key: false });
    expect(user.key).toBe('');
    expect((await admin.call<UserInfo>(`GET /user/info?user_id=${user.id}`)).body.keys).toEqual([]);
  });

  it('have limits that their keys are judged by with the next call', async () => {
    const user = await make({ max_budget: 5 });
    const limitsOf = async (): Promise<unknown> => (await admin.call('GET /me', { key: user.key })).body['limits'];
    expect(await limitsOf()).toMatchObject([{ scope: 'user', id: user.id, max_budget: 5 }]);
    const changes = { max_budget: 7, budget_duration: '1d', rpm_limit: 2, tpm_limit: 3, max_parallel_requests: 4 };
    await admin.call('POST /user/update', { body: { user_id: user.id, ...changes } });
    expect(await limitsOf()).toMatchObject([{ scope: 'user', ...changes }]);
    await admin.call('POST /user/update', { body: { user_id: user.id, max_budget: null, budget_duration: null } });
    expect(await limitsOf()).toMatchObject([{ scope: 'user', max_budget: null, rpm_limit: 2 }]);
  });

  it('are given another role, which their keys have with the next call', async () => {
    const user = await make();
    expect((await admin.call('GET /user/list', { key: user.key })).status).toBe(401);
    await admin.call('POST /user/update', { body: { user_id: user.id, user_role: 'proxy_admin_viewer' } });
    expect((await admin.call('GET /user/list', { key: user.key })).status).toBe(200);
  });

  it('are changed by their e-mail address, in any case', async () => {
    const user = await make({ user_email: 'Ada@Example.com' });
    const body = { user_email: 'ADA@example.com', user_alias: 'Ada' };
    expect((await admin.call('POST /user/update', { body })).body).toMatchObject({
      user_id: user.id,
      data: { user_alias: 'Ada', user_email: 'ada@example.com' },
    });
  });

  it('are listed page by page, and found by id, role and part of the address', async () => {
    const first = await make({ user_email: 'list-one@x.org', user_role: 'proxy_admin_viewer' });
    const second = await make({ user_email: 'list-two@x.org', user_role: 'proxy_admin_viewer' });
    const list = async (query: string): Promise<UserList> =>
      (await admin.call<UserList>(`GET /user/list?${query}`)).body;
    const ids = async (query: string): Promise<readonly string[]> =>
      (await list(query)).users.map(({ user_id: id }) => id);
    expect([...(await ids('user_email=LIST-'))].sort()).toEqual([first.id, second.id].sort());
    expect(await ids('user_email=list-&sort_by=user_email&sort_order=asc&page_size=1&page=2')).toEqual([second.id]);
    expect(await ids(`user_ids=${first.id},nobody`)).toEqual([first.id]);
    expect(await ids('user_email=list-%25')).toEqual([]);
    expect((await list('user_email=list-&page_size=1')).total_pages).toBe(2);
    expect((await list('role=proxy_admin&user_email=list-')).total).toBe(0);
    expect((await list(`user_ids=${first.id}`)).users[0]?.key_count).toBe(1);
  });

  it('are deleted with their keys, which nobody can use again', async () => {
    const [first, second] = [await make(), await make()];
    const { body } = await admin.call<number>('POST /user/delete', { body: { user_ids: [first.id, second.id] } });
    expect(body).toBe(2);
    expect((await admin.call('GET /me', { key: first.key })).status).toBe(401);
    expect((await admin.call(`GET /user/info?user_id=${first.id}`)).status).toBe(404);
  });
});
