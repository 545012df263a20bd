import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/service-account/generate', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const generate = (key: string | undefined, body: object) =>
    admin.call('POST /key/service-account/generate', { ...(key !== undefined && { key }), body });

  it('makes a key of the team that is nobody’s, whoever is named', async () => {
    const team = await admin.makeTeam();
    expect(await generate(undefined, { team_id: team, user_id: 'somebody' })).toMatchObject({
      status: 200,
      body: { team_id: team, user_id: null },
    });
  });

  it('has the name that LiteLLM’s clients give it in the metadata, else that of the key, whatever is written there later', async () => {
    const team_id = await admin.makeTeam();
    const nameOf = async (key: unknown): Promise<unknown> => {
      const { body } = await admin.call<{ info: { metadata: object } }>(`GET /key/info?key=${String(key)}`);
      return body.info.metadata;
    };
    const named = await generate(undefined, { team_id, metadata: { service_account_id: 'ci', a: 1 } });
    expect(named).toMatchObject({ status: 200, body: { metadata: { service_account_id: 'ci', a: 1 } } });
    const key = named.body['key'];
    expect((await admin.call('POST /key/update', { body: { key, metadata: { a: 2 } } })).status).toBe(200);
    expect(await nameOf(key)).toEqual({ service_account_id: 'ci', a: 2 });
    const key_alias = `service-${admin.newId()}`;
    const aliased = await generate(undefined, { team_id, key_alias });
    expect(await nameOf(aliased.body['key'])).toEqual({ service_account_id: key_alias });
    for (const service_account_id of [5, ''])
      expect((await generate(undefined, { team_id, metadata: { service_account_id } })).status).toBe(400);
  });

  it('asks for a team that is there', async () => {
    for (const [body, status] of [
      [{}, 400],
      [{ team_id: 'nowhere' }, 404],
    ] as const)
      expect(await generate(undefined, body)).toMatchObject({ status, body: { error: { param: 'team_id' } } });
  });

  it('is granted to admins of the team and to members whom it lets, and to no other', async () => {
    const [team, open] = [await admin.makeTeam(), await admin.makeTeam(['/key/service-account/generate'])];
    const [lead, member] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, member.userId, 'user');
    await admin.addMember(open, member.userId, 'user');
    const asked: readonly (readonly [string, string])[] = [
      [lead.secret, team],
      [member.secret, open],
      [member.secret, team],
      [lead.secret, open],
    ];
    const answers = [];
    for (const [key, team_id] of asked) answers.push((await generate(key, { team_id })).status);
    expect(answers).toEqual([200, 200, 401, 404]);
  });

  it.each<[string, object, object]>([
    ['money of his own', {}, { max_budget_in_team: 0.02 }],
    ['models of his own', {}, { allowed_models: ['gpt-4o'] }],
    ['a rate of his own', {}, { rpm_limit: 3 }],
    ['the money of every member', { team_member_budget: 0.02 }, {}],
  ])(
    'is not granted to a member whose place has %s, and no key that is his becomes one',
    async (_what, team, place) => {
      const permissions = ['/key/service-account/generate', '/key/generate', '/key/regenerate', '/key/update'];
      const made = await admin.call<{ team_id: string }>('POST /team/new', {
        body: { models: ['gpt-4o', 'o3'], ...team },
      });
      const { team_id } = made.body;
      await admin.call('POST /team/permissions_update', { body: { team_id, team_member_permissions: permissions } });
      const member = await admin.makeUserKey('internal_user');
      await admin.addMember(team_id, member.userId, 'user');
      const set = { team_id, user_id: member.userId, ...place };
      expect((await admin.call('POST /team/member_update', { body: set })).status).toBe(200);
      const { body: nobodys } = await admin.call<{ key: string }>('POST /key/service-account/generate', {
        body: { team_id },
      });
      const refused = { status: 403, body: { error: { type: 'auth_error', param: 'user_id' } } };
      const ask = (route: string, body: object) => admin.call<{ key: string }>(route, { key: member.secret, body });
      expect(await generate(member.secret, { team_id })).toMatchObject(refused);
      const { key } = (await ask('POST /key/generate', { team_id })).body;
      await ask('POST /key/update', { key, user_id: null });
      expect((await admin.call('GET /key/info', { key })).body).toMatchObject({ info: { user_id: member.userId } });
      for (const route of ['POST /key/update', 'POST /key/regenerate'])
        expect((await ask(route, { key: nobodys.key })).status).toBe(404);
    },
  );
});
