import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Bulk {
  readonly total_requested: number;
  readonly successful_updates: readonly { readonly key: string; readonly key_info: object }[];
  readonly failed_updates: readonly { readonly key: string; readonly failed_reason: string }[];
}

describe('many keys in one call', () => {
  let admin: TestAdmin;
  let team: string;
  let inTeam: readonly MadeKey[];
  let outside: MadeKey;

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    inTeam = [await admin.makeKey({ team_id: team }), await admin.makeKey({ team_id: team })];
    outside = await admin.makeKey();
  });
  afterAll(() => admin.close());

  it('POST /key/bulk_update changes each on its own: what fails leaves the others', async () => {
    const keys = [
      { key: outside.hash, max_budget: 7, tags: ['a'] },
      { key: 'sk-absent-0123456789', max_budget: 7 },
      { key: inTeam[0]?.hash, max_budget: -7 },
    ];
    const { status, body } = await admin.call<Bulk>('POST /key/bulk_update', { body: { keys } });
    expect(status).toBe(200);
    expect(body.total_requested).toBe(3);
    expect(body.successful_updates).toMatchObject([{ key: outside.hash, key_info: { max_budget: 7 } }]);
    expect(body.failed_updates).toMatchObject([
      { key: 'sk-absent-0123456789', failed_reason: 'Key not found.' },
      { key: inTeam[0]?.hash, failed_reason: expect.stringContaining('max_budget') as string },
    ]);
  });

  it('POST /team/key/bulk_update changes the keys of the team, all or named, and no other', async () => {
    const named = await admin.call<Bulk>('POST /team/key/bulk_update', {
      body: { team_id: team, key_ids: [inTeam[0]?.hash, outside.hash], update_fields: { rpm_limit: 3 } },
    });
    expect(named.body).toMatchObject({
      successful_updates: [{ key: inTeam[0]?.hash, key_info: { rpm_limit: 3 } }],
      failed_updates: [{ key: outside.hash }],
    });
    const all = await admin.call<Bulk>('POST /team/key/bulk_update', {
      body: { team_id: team, all_keys_in_team: true, update_fields: { rpm_limit: 4 } },
    });
    expect(all.body.successful_updates.map(({ key }) => key).sort()).toEqual(inTeam.map(({ id }) => id).sort());
    const { body } = await admin.call<{ info: object }>(`GET /key/info?key=${outside.hash}`);
    expect(body.info).toMatchObject({ rpm_limit: null });
  });

  it('is judged key by key for whoever does not reach them all', async () => {
    const lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    const body = {
      keys: [
        { key: outside.hash, max_budget: 1 },
        { key: inTeam[1]?.hash, max_budget: 1 },
      ],
    };
    const answer = await admin.call<Bulk>('POST /key/bulk_update', { key: lead.secret, body });
    expect(answer.body.successful_updates.map(({ key }) => key)).toEqual([inTeam[1]?.hash]);
    expect(answer.body.failed_updates).toMatchObject([{ key: outside.hash, failed_reason: 'Key not found.' }]);
  });

  it.each([
    ['POST /key/bulk_update', { keys: [] }, 422],
    ['POST /key/bulk_update', { keys: [{ max_budget: 1 }] }, 422],
    ['POST /key/bulk_update', { keys: Array.from({ length: 501 }, () => ({ key: 'x' })) }, 422],
    ['POST /team/key/bulk_update', { team_id: 'x', update_fields: { max_budget: 'ten' }, key_ids: ['x'] }, 422],
    ['POST /team/key/bulk_update', { team_id: 'x', update_fields: {} }, 400],
  ])('%s is refused with a fault of its form', async (route, body, status) => {
    expect((await admin.call(route, { body })).status).toBe(status);
  });
});
