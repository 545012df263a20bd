import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Listed {
  readonly team_id: string;
  readonly keys: readonly { readonly token: string }[];
}

describe('the keys that stand with the teams of GET /team/list', () => {
  let admin: TestAdmin;
  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('are each team’s own, the newest first, and those that the caller may see', async () => {
    const member = await admin.makeUserKey('internal_user');
    const [led, joined] = [await admin.makeTeam(), await admin.makeTeam()];
    await admin.addMember(led, member.userId, 'admin');
    await admin.addMember(joined, member.userId, 'user');
    const first = await admin.makeKey({ team_id: led });
    admin.clock.advance(1000);
    const second = await admin.makeKey({ team_id: led });
    const own = await admin.makeKey({ team_id: joined, user_id: member.userId });
    const foreign = await admin.makeKey({ team_id: joined });
    const keysOf = async (key?: string) => {
      const query = key === undefined ? '' : `?user_id=${member.userId}`;
      const { body } = await admin.call<readonly Listed[]>(`GET /team/list${query}`, key === undefined ? {} : { key });
      return Object.fromEntries(body.map(({ team_id, keys }) => [team_id, keys.map(({ token }) => token)]));
    };
    const whole = await keysOf();
    expect(whole[led]).toEqual([second.hash, first.hash]);
    expect([...(whole[joined] ?? [])].sort()).toEqual([own.hash, foreign.hash].sort());
    expect(await keysOf(member.secret)).toEqual({ [led]: [second.hash, first.hash], [joined]: [own.hash] });
  });
});
