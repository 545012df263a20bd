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
});
