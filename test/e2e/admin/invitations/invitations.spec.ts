import { MASTER_KEY } from '../support/call-admin.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Invitation {
  readonly id: string;
  readonly user_id: string;
  readonly is_accepted: boolean;
  readonly accepted_at: string | null;
  readonly expires_at: string;
}

const WEEK_MS = 7 * 86_400_000;

describe('invitations', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const invite = (user_id: string, key?: string) =>
    admin.call<Invitation>('POST /invitation/new', { body: { user_id }, ...(key !== undefined && { key }) });
  const newUser = async (): Promise<string> => (await admin.makeUserKey('internal_user')).userId;
  const accept = (invitation_id: string, is_accepted = true) =>
    admin.call<Invitation>('POST /invitation/update', { body: { invitation_id, is_accepted } });

  it('are made for a week, found by their id, accepted once, and taken back', async () => {
    const user = await newUser();
    const { body } = await invite(user);
    expect(body).toMatchObject({
      user_id: user,
      is_accepted: false,
      accepted_at: null,
      expires_at: new Date(admin.clock.now() + WEEK_MS).toISOString(),
      created_by: 'default_user_id',
    });
    const info = () => admin.call<Invitation>(`GET /invitation/info?invitation_id=${body.id}`);
    expect((await info()).body).toEqual(body);
    expect((await accept(body.id, false)).body.is_accepted).toBe(false);
    expect(await accept(body.id)).toMatchObject({
      status: 200,
      body: { is_accepted: true, accepted_at: new Date(admin.clock.now()).toISOString() },
    });
    expect([(await accept(body.id)).status, (await accept(body.id, false)).status]).toEqual([400, 400]);
    expect((await info()).body.is_accepted).toBe(true);
    const removed = await admin.call('POST /invitation/delete', { body: { invitation_id: body.id } });
    expect([removed.status, removed.body['id'], (await info()).status]).toEqual([200, body.id, 404]);
  });

  it('are accepted up to their last moment, and not from then on', async () => {
    const [first, last] = [(await invite(await newUser())).body.id, (await invite(await newUser())).body.id];
    admin.clock.advance(WEEK_MS - 1);
    expect((await accept(first)).status).toBe(200);
    admin.clock.advance(1);
    expect(await accept(last)).toMatchObject({
      status: 400,
      body: { detail: { error: expect.stringContaining('expired') as string } },
    });
  });

  it('leave their secret in no table, and in no audit row', async () => {
    const { id } = (await invite(await newUser())).body;
    await accept(id);
    const stored = await admin.everythingStored();
    expect(stored).toContain('"invitation"');
    expect(stored).not.toContain(id);
  });

  it('of a user who is not there: 404; of one who is deleted they go with him', async () => {
    expect((await invite('nobody')).status).toBe(404);
    const user = await newUser();
    const { id } = (await invite(user)).body;
    await admin.call('POST /user/delete', { body: { user_ids: [user] } });
    expect((await admin.call(`GET /invitation/info?invitation_id=${id}`)).status).toBe(404);
  });

  describe('by an admin of a team', () => {
    let team: string;
    let lead: { readonly secret: string; readonly userId: string };

    beforeAll(async () => {
      [team, lead] = [await admin.makeTeam(), await admin.makeUserKey('internal_user')];
      await admin.addMember(team, lead.userId, 'admin');
    });

    const joined = async (user: string, key = lead.secret): Promise<string> => {
      const body = { team_id: team, member: { role: 'user', user_id: user } };
      expect((await admin.call('POST /team/member_add', { key, body })).status).toBe(200);
      return user;
    };

    it('are for plain users of the team alone', async () => {
      const user = await joined(`new-${admin.newId()}`);
      await admin.makeKey({ team_id: team, user_id: user });
      const made = await invite(user, lead.secret);
      expect(made.status).toBe(200);
      const info = `GET /invitation/info?invitation_id=${made.body.id}`;
      expect((await admin.call(info, { key: lead.secret })).status).toBe(200);
      const other = await admin.makeUserKey('internal_user');
      await admin.addMember(await admin.makeTeam(), other.userId, 'admin');
      expect((await admin.call(info, { key: other.secret })).status).toBe(404);
    });

    it.each<[string, () => Promise<string>]>([
      ['a proxy admin', async () => joined((await admin.makeUserKey('proxy_admin')).userId)],
      ['a user of another team too', async () => joined(await inAnotherTeam(admin))],
      ['a user of an organization too', async () => joined(await inAnOrganization(admin))],
      ['a user with a key of his own', async () => joined((await admin.makeUserKey('internal_user')).userId)],
      ['a user of nowhere', () => newUser()],
      ['a plain user whom somebody else made', async () => joined(await newUser())],
      ['one whom a proxy admin took in', () => joined(`new-${admin.newId()}`, MASTER_KEY)],
    ])('are not for %s, as if he were not there: accepting one is to be him', async (_who, find) => {
      const user = await find();
      const answers = [await invite(user, lead.secret), await invite('absent', lead.secret)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      expect(JSON.stringify(answers[0]?.body).replaceAll(user, 'absent')).toBe(JSON.stringify(answers[1]?.body));
    });
  });
});

async function inAnotherTeam(admin: TestAdmin): Promise<string> {
  const user = `new-${admin.newId()}`;
  const body = { team_id: await admin.makeTeam(), member: { role: 'user', user_id: user } };
  await admin.call('POST /team/member_add', { body });
  return user;
}

async function inAnOrganization(admin: TestAdmin): Promise<string> {
  const user = `new-${admin.newId()}`;
  await admin.addToOrganization(await admin.makeOrganization(), user, 'internal_user');
  return user;
}
