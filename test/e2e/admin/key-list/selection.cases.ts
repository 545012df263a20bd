import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

type UserKey = MadeKey & { readonly userId: string };

interface Tenant {
  readonly team: string;
  readonly lead: UserKey;
  readonly member: UserKey;
  /** Of the team, of nobody. */
  readonly ofTeam: MadeKey;
  /** Made by the lead for the member, and by the member for himself. */
  readonly given: string;
  readonly own: string;
}

describe('GET /key/list: which keys of those that the caller may list', () => {
  let admin: TestAdmin;
  let ours: Tenant;
  let theirs: Tenant;

  beforeAll(async () => {
    admin = await startAdmin();
    [ours, theirs] = [await makeTenant(), await makeTenant()];
  });
  afterAll(() => admin.close());

  const makeTenant = async (): Promise<Tenant> => {
    const team = await admin.makeTeam(['/key/generate']);
    const [lead, member] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, member.userId, 'user');
    const made = async (key: string, body: object): Promise<string> => {
      const answer = await admin.call('POST /key/generate', { key, body });
      expect(answer.status).toBe(200);
      return String(answer.body['token']);
    };
    const given = await made(lead.secret, { team_id: team, user_id: member.userId });
    const own = await made(member.secret, { team_id: team, user_id: member.userId });
    return { team, lead, member, ofTeam: await admin.makeKey({ team_id: team }), given, own };
  };

  const listed = async (query: string, key?: string): Promise<readonly string[]> => {
    const answer = await admin.call<{ readonly keys: readonly string[]; readonly total_count: number }>(
      `GET /key/list?size=100&${query}`,
      key === undefined ? {} : { key },
    );
    expect([answer.status, answer.body.total_count]).toEqual([200, answer.body.keys.length]);
    expect(answer.headers.get('x-tollgate-ignored-fields')).toBeNull();
    return [...answer.body.keys].sort();
  };

  it('is his own without flags, an admin of a team or not', async () => {
    expect(await listed('', ours.lead.secret)).toEqual([ours.lead.hash]);
    expect(await listed(`team_id=${ours.team}`, ours.lead.secret)).toEqual([]);
    expect(await listed('', ours.member.secret)).toEqual([ours.member.hash, ours.given, ours.own].sort());
  });

  it('is those of his teams too, for their admin', async () => {
    const ofTeam = [ours.ofTeam.hash, ours.given, ours.own];
    expect(await listed('include_team_keys=true', ours.lead.secret)).toEqual([ours.lead.hash, ...ofTeam].sort());
    expect(await listed(`include_team_keys=true&team_id=${ours.team}`, ours.lead.secret)).toEqual([...ofTeam].sort());
    const named = `include_team_keys=true&user_id=${ours.lead.userId}`;
    expect(await listed(named, ours.lead.secret)).toEqual([ours.lead.hash, ...ofTeam].sort());
  });

  it('is none of them for a member whose team does not let him list them', async () => {
    const own = [ours.member.hash, ours.given, ours.own].sort();
    expect(await listed('include_team_keys=true&include_created_by_keys=true', ours.member.secret)).toEqual(own);
  });

  it('is those that he made for others', async () => {
    expect(await listed('include_created_by_keys=true', ours.lead.secret)).toEqual([ours.lead.hash, ours.given].sort());
    const byLead = `user_id=${ours.lead.userId}&include_created_by_keys=true`;
    expect(await listed(byLead)).toEqual([ours.lead.hash, ours.given].sort());
  });

  it('is in the archive what it is among those that there are', async () => {
    const gone = await admin.call('POST /key/generate', {
      key: ours.lead.secret,
      body: { team_id: ours.team, user_id: ours.member.userId },
    });
    const hash = String(gone.body['token']);
    await admin.call('POST /key/delete', { key: ours.lead.secret, body: { keys: [hash] } });
    expect(await listed('status=deleted', ours.lead.secret)).toEqual([]);
    for (const flag of ['include_team_keys', 'include_created_by_keys'])
      expect(await listed(`status=deleted&${flag}=true`, ours.lead.secret)).toEqual([hash]);
    expect(await listed('status=deleted&include_team_keys=true', theirs.lead.secret)).toEqual([]);
  });

  it('is never a key of a foreign team, whatever is asked', async () => {
    const foreign = [theirs.lead.hash, theirs.member.hash, theirs.ofTeam.hash, theirs.given, theirs.own];
    const flags = 'include_team_keys=true&include_created_by_keys=true&expand=user&sort_by=spend';
    for (const filter of ['', `&team_id=${theirs.team}`, `&user_id=${theirs.lead.userId}`, `&key_hash=${theirs.given}`])
      for (const key of [ours.lead.secret, ours.member.secret])
        expect(JSON.stringify(await listed(flags + filter, key))).not.toMatch(new RegExp(foreign.join('|')));
  });

  it('is not a key that he made in a team that he has left', async () => {
    const leaver = await admin.makeUserKey('internal_user');
    await admin.addMember(ours.team, leaver.userId, 'admin');
    const body = { team_id: ours.team, user_id: ours.member.userId };
    const made = await admin.call('POST /key/generate', { key: leaver.secret, body });
    const hash = String(made.body['token']);
    expect(await listed('include_created_by_keys=true', leaver.secret)).toContain(hash);
    await admin.removeMember(ours.team, leaver.userId);
    expect(await listed('include_created_by_keys=true&include_team_keys=true', leaver.secret)).toEqual([leaver.hash]);
  });

  it('is those with an access group, deleted ones too', async () => {
    const group = await admin.makeAccessGroup();
    const [kept, gone] = [
      await admin.makeKey({ access_group_ids: [group.id] }),
      await admin.makeKey({ access_group_ids: [group.id] }),
    ];
    await admin.call('POST /key/delete', { body: { keys: [gone.hash] } });
    expect(await listed(`access_group_id=${group.id}`)).toEqual([kept.hash]);
    expect(await listed(`access_group_id=${group.id}&status=deleted`)).toEqual([gone.hash]);
    expect(await listed(`access_group_id=${group.id}&include_team_keys=true`, ours.lead.secret)).toEqual([]);
  });

  describe('with expand=user', () => {
    interface Shown {
      readonly token: string;
      readonly user: object | null;
      readonly created_by_user: object | null;
    }
    const expanded = async (key: string, query: string): Promise<readonly Shown[]> =>
      (await admin.call<{ readonly keys: readonly Shown[] }>(`GET /key/list?size=100&expand=user&${query}`, { key }))
        .body.keys;

    it('has each whole key with its user and who made it', async () => {
      const viewer = await admin.makeUserKey('proxy_admin_viewer');
      const [shown] = await expanded(viewer.secret, `key_hash=${ours.given}`);
      expect(shown).toMatchObject({
        token: ours.given,
        user: { user_id: ours.member.userId, user_email: null, user_alias: null, user_role: 'internal_user' },
        created_by_user: { user_id: ours.lead.userId, user_role: 'internal_user' },
      });
      const [ofNobody] = await expanded(viewer.secret, `key_hash=${ours.ofTeam.hash}`);
      expect(ofNobody).toMatchObject({ user: null, created_by_user: null });
    });

    it('tells the admin of a team who its members are, and not what they are', async () => {
      const [shown] = await expanded(ours.lead.secret, `include_team_keys=true&key_hash=${ours.given}`);
      expect(shown?.user).toEqual({ user_id: ours.member.userId, user_email: null, user_alias: null });
      expect(shown?.created_by_user).toMatchObject({ user_id: ours.lead.userId, user_role: 'internal_user' });
    });

    it('tells nothing of a user whom the caller may not see', async () => {
      const stranger = await admin.makeUserKey('internal_user');
      const key = await admin.makeKey({ team_id: ours.team, user_id: stranger.userId });
      const [shown] = await expanded(ours.lead.secret, `include_team_keys=true&key_hash=${key.hash}`);
      expect(shown).toMatchObject({ token: key.hash, user: null });
    });
  });
});
