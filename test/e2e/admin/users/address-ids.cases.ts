import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Answer {
  readonly user_id?: string;
  readonly error?: { readonly message: string };
  /** Of members in bulk. */
  readonly results?: readonly { readonly error: string | null }[];
}

const REFUSAL = /^user_id: no user can be made with the id X\./;

describe('ids that have the form of an address', () => {
  let admin: TestAdmin;
  let organization_id: string;
  let team_id: string;
  /** An admin of the team, and one of the organization. */
  let keepers: readonly string[];
  let victim: string;

  beforeAll(async () => {
    admin = await startAdmin();
    organization_id = await admin.makeOrganization();
    team_id = String((await admin.call('POST /team/new', { body: { organization_id } })).body['team_id']);
    const [lead, organizer] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team_id, lead.userId, 'admin');
    await admin.addToOrganization(organization_id, organizer.userId, 'org_admin');
    keepers = [lead.secret, organizer.secret];
    victim = `victim-${admin.newId()}@example.com`;
    await newUser({ user_email: victim, password: 'correct horse battery' });
  });
  afterAll(() => admin.close());

  const newUser = (body: object) => admin.call<Answer>('POST /user/new', { body: { auto_create_key: false, ...body } });
  const refusalOf = async (route: string, options: { readonly body: object; readonly key?: string }, id: string) => {
    const { status, body } = await admin.call<Answer>(route, options);
    return { status, message: (body.results?.[0]?.error ?? body.error?.message ?? '').replaceAll(id, 'X') };
  };
  const freshAddress = () => `new-${admin.newId()}@example.com`;
  const countUsers = async () => (await admin.query('SELECT id FROM tollgate.app_user')).rows.length;
  /** Every door by which members come in, with one whom nobody knows yet. */
  const doors = (user_id: string): readonly (readonly [string, object])[] => {
    const member = { role: 'user', user_id };
    return [
      ['POST /team/member_add', { team_id, member }],
      ['POST /team/member_add', { team_id, member: [{ ...member, user_email: freshAddress() }] }],
      ['POST /team/bulk_member_add', { team_id, members: [member] }],
      ['POST /organization/member_add', { organization_id, member: { role: 'internal_user', user_id } }],
      ['POST /team/new', { organization_id, members_with_roles: [member] }],
    ];
  };

  it('are given by no admin of a team or an organization; whose address it is, the answer does not say', async () => {
    const before = await countUsers();
    const absent = freshAddress();
    let refused = 0;
    for (const key of keepers)
      for (const id of [victim, victim.toUpperCase(), absent])
        for (const [route, body] of doors(id)) {
          const { status, message } = await refusalOf(route, { key, body }, id);
          // the door of the other one
          if ([401, 403, 404].includes(status)) continue;
          expect(message).toMatch(REFUSAL);
          refused += 1;
        }
    expect(await countUsers()).toBe(before);
    expect(refused).toBeGreaterThanOrEqual(24);
  });

  it('are given by a proxy admin, but to nobody when it is another user’s address, in any case', async () => {
    for (const id of [victim, victim.toUpperCase()])
      for (const [route, body] of [['POST /user/new', { user_id: id }] as const, ...doors(id)])
        expect((await refusalOf(route, { body }, id)).message).toMatch(REFUSAL);
    const id = freshAddress();
    expect((await newUser({ user_id: id, user_email: id.toUpperCase() })).status).toBe(200);
    const member = { role: 'user', user_id: freshAddress() };
    expect((await admin.call('POST /team/member_add', { body: { team_id, member } })).status).toBe(200);
  });

  it('are nobody else’s address: refused as one that is taken, and left out of who is made on the way', async () => {
    const id = `Named-${admin.newId()}@example.com`;
    await newUser({ user_id: id });
    expect((await newUser({ user_email: id.toLowerCase() })).status).toBe(409);
    const { userId } = await admin.makeUserKey('internal_user');
    const change = (user_id: string) =>
      admin.call('POST /user/update', { body: { user_id, user_email: id.toUpperCase() } });
    expect((await change(userId)).status).toBe(409);
    const user_id = `new-${admin.newId()}`;
    const join = (member: object) =>
      admin.call('POST /team/member_add', {
        key: keepers[0] ?? '',
        body: { team_id, member: { role: 'user', ...member } },
      });
    expect((await join({ user_id, user_email: id.toLowerCase() })).status).toBe(200);
    const { rows } = await admin.query('SELECT email FROM tollgate.app_user WHERE id = $1', [user_id]);
    expect(rows).toEqual([{ email: null }]);
    // by the address alone it is he
    expect((await join({ user_email: id.toLowerCase() })).status).toBe(200);
    expect((await admin.query('SELECT 1 FROM tollgate.team_member WHERE user_id = $1', [id])).rows).toHaveLength(1);
    expect((await change(id)).status).toBe(200);
  });

  it('sign nobody else in: an address is whose it is, though an older user has it for an id', async () => {
    const own = freshAddress();
    const made = await newUser({ user_email: own, password: 'the password of the address' });
    const { userId: other } = await admin.makeUserKey('internal_user');
    await admin.call('POST /user/update', { body: { user_id: other, password: 'the password of the id' } });
    await admin.query('UPDATE tollgate.app_user SET id = $2 WHERE id = $1', [other, own]);
    const signIn = (password: string) => admin.call('POST /v2/login', { key: null, body: { username: own, password } });
    const [his, others] = [await signIn('the password of the address'), await signIn('the password of the id')];
    expect([his.status, his.body['user_id'], others.status]).toEqual([200, made.body.user_id, 401]);
  });
});
