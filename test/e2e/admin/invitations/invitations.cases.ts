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

  it.each(['an admin of a team', 'an admin of an organization'])(
    'are made, read and taken back by nobody who is %s: whom he takes in may be anybody some day',
    async (who) => {
      const organization_id = await admin.makeOrganization();
      const team_id = String((await admin.call('POST /team/new', { body: { organization_id } })).body['team_id']);
      const { secret: key, userId } = await admin.makeUserKey('internal_user');
      if (who.includes('team')) await admin.addMember(team_id, userId, 'admin');
      else await admin.addToOrganization(organization_id, userId, 'org_admin');
      const user_id = `new-${admin.newId()}`;
      const member = { role: 'user', user_id, user_email: `${user_id}@example.com` };
      expect((await admin.call('POST /team/member_add', { key, body: { team_id, member } })).status).toBe(200);
      const { status, body } = await invite(user_id, key);
      expect([status, JSON.stringify(body)]).toEqual([401, expect.stringContaining('proxy admin')]);
      const { id: invitation_id } = (await invite(user_id)).body;
      const others = [
        await admin.call(`GET /invitation/info?invitation_id=${invitation_id}`, { key }),
        await admin.call('POST /invitation/update', { key, body: { invitation_id, is_accepted: true } }),
        await admin.call('POST /invitation/delete', { key, body: { invitation_id } }),
      ];
      expect(others.map((answer) => answer.status)).toEqual([401, 401, 401]);
      expect((await admin.call(`GET /invitation/info?invitation_id=${invitation_id}`)).status).toBe(200);
    },
  );
});
