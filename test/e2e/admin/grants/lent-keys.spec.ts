import { startAdmin, type TestAdmin } from '../support/test-admin.js';

type Held = { readonly secret: string; readonly userId: string };

/** Who keeps a team makes keys for its members, and so knows them. */
describe('a key that somebody else knows than its user', () => {
  let admin: TestAdmin;
  let team: string;
  let lead: Held;
  let boss: Held;

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    lead = await admin.makeUserKey('internal_user');
    boss = await admin.makeUserKey('proxy_admin');
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, boss.userId, 'user');
  });
  afterAll(() => admin.close());

  const ofLead = (route: string, body: object) => admin.call(route, { key: lead.secret, body });
  const keyOf = async (route: string, body: object): Promise<string> => {
    const { status, body: answer } = await ofLead(route, body);
    expect(status).toBe(200);
    return String(answer['key']);
  };

  /** It has its own spend and nothing of its user's: neither his role nor his other keys. Every route is asked in every-route/policy.spec.ts. */
  const expectNobody = async (key: string): Promise<void> => {
    expect((await admin.call('GET /key/info', { key })).body['info']).toMatchObject({ lent: true });
    const { body: me } = await admin.call('GET /me', { key });
    expect(me).toMatchObject({ user_email: null, user_role: null, teams: [], organizations: [] });
    const doors: readonly (readonly [string, object?])[] = [
      ['POST /user/new', { user_role: 'proxy_admin' }],
      ['GET /config/list?config_type=general_settings'],
      ['GET /user/list'],
      ['POST /key/generate', {}],
      ['POST /key/regenerate', { key: boss.secret }],
      ['POST /user/update', { user_alias: 'x' }],
      ['POST /team/update', { team_id: team, team_alias: 'x' }],
    ];
    for (const [route, body] of doors) {
      const { status } = await admin.call(route, { key, body });
      expect([route, [401, 403, 404].includes(status)]).toEqual([route, true]);
    }
  };

  it('is nobody but itself on the admin API: made by an admin of a team for an admin of all', async () => {
    await expectNobody(await keyOf('POST /key/generate', { team_id: team, user_id: boss.userId }));
  });

  it('says nothing of what limits its user', async () => {
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    expect((await admin.call('POST /user/update', { body: { user_id, max_budget: 7 } })).status).toBe(200);
    const add = { team_id: team, member: { role: 'user', user_id }, max_budget_in_team: 5 };
    expect((await admin.call('POST /team/member_add', { body: add })).status).toBe(200);
    const ofOwn = (await admin.makeKey({ team_id: team, user_id, max_budget: 3 })).secret;
    const lent = await keyOf('POST /key/generate', { team_id: team, user_id, max_budget: 3 });
    const scopesOf = async (key: string): Promise<unknown> => {
      const { body } = await admin.call<{ limits: { scope: string }[] }>('GET /me', { key });
      return body.limits.map(({ scope }) => scope);
    };
    expect(await scopesOf(ofOwn)).toEqual(expect.arrayContaining(['key', 'team_member']));
    expect(await scopesOf(lent)).toEqual(['key']);
  });

  it('also where a key that somebody has is given to him', async () => {
    const key = await keyOf('POST /key/generate', { team_id: team });
    expect((await ofLead('POST /key/update', { key, user_id: boss.userId })).status).toBe(200);
    await expectNobody(key);
  });

  it('also where a key that was his own gets another secret', async () => {
    const own = await admin.makeKey({ team_id: team, user_id: boss.userId });
    expect((await admin.call('GET /user/list', { key: own.secret })).status).toBe(200);
    await expectNobody(await keyOf('POST /key/regenerate', { key: own.hash }));
  });

  it('also once its user has become more than he was', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    await admin.addMember(team, userId, 'user');
    const key = await keyOf('POST /key/generate', { team_id: team, user_id: userId });
    expect(
      (await admin.call('POST /user/update', { body: { user_id: userId, user_role: 'proxy_admin' } })).status,
    ).toBe(200);
    await expectNobody(key);
  });

  it('also where an admin of all gives on what somebody else knows: of nobody before, or of another user', async () => {
    const ofNobody = await keyOf('POST /key/service-account/generate', { team_id: team });
    const ofOther = await keyOf('POST /key/generate', { team_id: team });
    for (const key of [ofNobody, ofOther]) {
      expect((await admin.call('POST /key/update', { body: { key, user_id: boss.userId } })).status).toBe(200);
      await expectNobody(key);
    }
  });

  it('nor is more told of a user who is taken in than who he is', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    await admin.call('POST /user/update', { body: { user_id: userId, metadata: { secret: 'x' }, max_budget: 5 } });
    const added = await ofLead('POST /team/member_add', { team_id: team, member: { role: 'user', user_id: userId } });
    expect(added).toMatchObject({ status: 200, body: { updated_users: [{ user_id: userId }] } });
    expect(added.body['updated_users']).toEqual([{ user_id: userId, user_email: null }]);
  });

  it('is not one of who made it for himself, nor one that an admin of all made', async () => {
    const own = await keyOf('POST /key/generate', { team_id: team });
    const given = await admin.makeKey({ team_id: team, user_id: lead.userId });
    for (const key of [own, given.secret]) {
      expect((await admin.call('GET /key/info', { key })).body['info']).not.toHaveProperty('lent');
      expect((await admin.call('POST /team/update', { key, body: { team_id: team, team_alias: 'x' } })).status).toBe(
        200,
      );
    }
  });
});
