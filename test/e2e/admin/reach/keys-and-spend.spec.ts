import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface KeyList {
  readonly keys: readonly string[];
  readonly total_count: number;
}

describe('what a caller is shown of keys and spend', () => {
  let admin: TestAdmin;
  let teamId: string;
  let user: MadeKey & { readonly userId: string };
  let lead: MadeKey & { readonly userId: string };
  let foreign: MadeKey;
  let ofTeam: MadeKey;

  beforeAll(async () => {
    admin = await startAdmin();
    user = await admin.makeUserKey('internal_user');
    lead = await admin.makeUserKey('internal_user');
    foreign = await admin.makeUserKey('internal_user');
    teamId = await admin.makeTeam();
    await admin.addMember(teamId, lead.userId, 'admin');
    await admin.addMember(teamId, user.userId, 'user');
    ofTeam = await admin.makeKey({ team_id: teamId });
    const now = admin.clock.now();
    await admin.ship(
      completionRecord(admin.newId(), user, now, { userId: user.userId }),
      completionRecord(admin.newId(), ofTeam, now, { teamId }),
      completionRecord(admin.newId(), foreign, now, {}),
    );
  });
  afterAll(() => admin.close());

  const listed = async (key: string): Promise<readonly string[]> =>
    (await admin.call<KeyList>('GET /key/list?size=100&include_team_keys=true', { key })).body.keys;
  const spentBy = async (key: string): Promise<readonly unknown[]> => {
    const { body } = await admin.call<readonly { readonly api_key: string }[]>('GET /spend/logs', { key });
    return body.map((row) => row.api_key);
  };

  it('is a user’s own keys', async () => {
    expect(await listed(user.secret)).toEqual([user.hash]);
  });

  it('is the keys of a team beside his own, for its admin, not for a member', async () => {
    expect([...(await listed(lead.secret))].sort()).toEqual([lead.hash, ofTeam.hash].sort());
  });

  it('is everything for a viewer, who may change none of it', async () => {
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    expect(await listed(viewer.secret)).toEqual(expect.arrayContaining([user.hash, foreign.hash, ofTeam.hash]));
    const answer = await admin.call('POST /key/block', { key: viewer.secret, body: { key: foreign.hash } });
    expect(answer.status).toBe(401);
  });

  it.each(['by its hash', 'by its secret', 'by its own id'])(
    'never is a key of somebody else, named %s: 404',
    async (how) => {
      const name = { 'by its hash': foreign.hash, 'by its secret': foreign.secret }[how] ?? foreign.id;
      const answer = await admin.call(`GET /key/info?key=${name}`, { key: user.secret });
      expect(answer).toMatchObject({ status: 404, body: { error: { message: 'Key not found in database' } } });
    },
  );

  it('is the spend of the user’s own calls, and of the calls of a team for its admin', async () => {
    expect(await spentBy(user.secret)).toEqual([user.hash]);
    expect(await spentBy(lead.secret)).toEqual([ofTeam.hash]);
  });

  it('follows a membership that is taken away with the next call', async () => {
    const leaver = await admin.makeUserKey('internal_user');
    await admin.addMember(teamId, leaver.userId, 'admin');
    expect(await listed(leaver.secret)).toContain(ofTeam.hash);
    await admin.removeMember(teamId, leaver.userId);
    expect(await listed(leaver.secret)).toEqual([leaver.hash]);
  });
});
