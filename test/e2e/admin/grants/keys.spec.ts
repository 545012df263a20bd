import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

type User = MadeKey & { readonly userId: string };

interface Made {
  readonly key: string;
  readonly token: string;
  readonly user_id: string | null;
  readonly team_id: string | null;
}

describe('keys that users make for themselves and for their teams', () => {
  let admin: TestAdmin;
  let user: User;
  let lead: User;
  let friend: User;
  let stranger: User;
  let team: string;

  beforeAll(async () => {
    admin = await startAdmin();
    [user, lead, friend, stranger] = [
      await admin.makeUserKey('internal_user'),
      await admin.makeUserKey('internal_user'),
      await admin.makeUserKey('internal_user'),
      await admin.makeUserKey('internal_user'),
    ];
    team = await admin.makeTeam(['/key/generate', '/key/update', '/key/delete']);
    await admin.addMember(team, lead.userId, 'admin');
    await admin.addMember(team, friend.userId, 'user');
    await admin.makeTeam();
  });
  afterAll(() => admin.close());

  const generate = (by: MadeKey, body: object) => admin.call<Made>('POST /key/generate', { key: by.secret, body });
  const refusal = (status: number, param: string | null) => ({ status, body: { error: { param } } });

  it('are the caller’s own where nobody is named', async () => {
    const made = await generate(user, { key_alias: 'mine' });
    expect(made).toMatchObject({ status: 200, body: { user_id: user.userId, team_id: null } });
    expect((await admin.call('GET /key/info', { key: made.body.key })).status).toBe(200);
  });

  it('may be changed to less and deleted by him, never to more', async () => {
    const { body: own } = await generate(user, {
      max_budget: 10,
      budget_duration: '30d',
      models: ['a', 'b'],
      rpm_limit: 5,
      budget_limits: [{ budget_duration: '1d', max_budget: 5 }],
    });
    const change = (body: object) =>
      admin.call('POST /key/update', { key: user.secret, body: { key: own.key, ...body } });
    for (const [field, value] of Object.entries({
      max_budget: 11,
      budget_duration: '1d',
      budget_limits: null,
      rpm_limit: null,
      models: ['a', 'c'],
      aliases: { quick: 'c' },
      user_id: stranger.userId,
    }))
      expect(await change({ [field]: value })).toMatchObject(refusal(403, field));
    const raise = { temp_budget_increase: 1, temp_budget_expiry: '2030-01-01T00:00:00Z' };
    for (const body of [raise, { metadata: raise }])
      expect(await change(body)).toMatchObject(refusal(403, 'temp_budget_increase'));
    expect(await change({ team_id: team })).toMatchObject(refusal(404, 'team_id'));
    expect(await change({ max_budget: 5, models: ['a'], duration: '1h', key_alias: 'less' })).toMatchObject({
      status: 200,
    });
    expect(await change({ duration: '2h' })).toMatchObject(refusal(403, 'duration'));
    const deletion = { key: user.secret, body: { keys: [own.key] } };
    expect((await admin.call('POST /key/delete', deletion)).status).toBe(200);
  });

  it('are nobody else’s: 403 for another user, 404 for a key, team, organization or budget that is not his', async () => {
    await admin.call('POST /key/generate', { body: { key_alias: 'of the operator' } });
    const before = await admin.epoch();
    expect(await generate(user, { user_id: stranger.userId })).toMatchObject(refusal(403, 'user_id'));
    expect(await generate(user, { team_id: team })).toMatchObject(refusal(404, 'team_id'));
    expect(await generate(user, { team_id: 'nowhere' })).toMatchObject(refusal(404, 'team_id'));
    expect(await generate(user, { organization_id: 'nowhere' })).toMatchObject(refusal(404, 'organization_id'));
    expect(await generate(user, { budget_id: 'nowhere' })).toMatchObject(refusal(404, 'budget_id'));
    for (const [route, body] of [
      ['POST /key/update', { key: stranger.hash, key_alias: 'x' }],
      ['POST /key/delete', { keys: [stranger.hash] }],
      ['POST /key/delete', { keys: [user.hash, stranger.hash] }],
      ['POST /key/delete', { key_aliases: ['of the operator'] }],
    ] as const)
      expect((await admin.call(route, { key: user.secret, body })).status).toBe(404);
    expect(await admin.epoch()).toBe(before);
  });

  it('of a team are made by members whom it lets, for themselves, and by its admin for its members', async () => {
    const forFriend = { team_id: team, user_id: friend.userId };
    expect(await generate(friend, { team_id: team })).toMatchObject({ status: 200, body: forFriend });
    expect(await generate(lead, { ...forFriend, max_budget: 3 })).toMatchObject({ status: 200, body: forFriend });
    expect(await generate(friend, { team_id: team, user_id: lead.userId })).toMatchObject({
      status: 401,
      body: { error: { type: 'team_member_permission_error' } },
    });
    expect(await generate(lead, { team_id: team, user_id: stranger.userId })).toMatchObject(refusal(403, 'user_id'));
  });

  it('of a team are refused to members whom it does not let, with what they lack', async () => {
    const shut = await admin.makeTeam();
    await admin.addMember(shut, friend.userId, 'user');
    expect(await generate(friend, { team_id: shut })).toMatchObject({
      status: 401,
      body: {
        error: { type: 'team_member_permission_error', message: expect.stringContaining('/key/generate') as string },
      },
    });
  });

  it('have limits that only the admin of their team loosens', async () => {
    const { body: key } = await generate(lead, { team_id: team, user_id: friend.userId, max_budget: 1, rpm_limit: 1 });
    const raise = { key: key.token, max_budget: 2, rpm_limit: 9 };
    expect(await admin.call('POST /key/update', { key: friend.secret, body: raise })).toMatchObject(
      refusal(403, 'max_budget'),
    );
    expect((await admin.call('POST /key/update', { key: lead.secret, body: raise })).status).toBe(200);
    expect((await admin.call('POST /key/block', { key: lead.secret, body: { key: key.token } })).status).toBe(200);
    expect(await admin.call('POST /key/block', { key: friend.secret, body: { key: key.token } })).toMatchObject({
      status: 401,
    });
    expect(
      await admin.call('POST /key/update', { key: friend.secret, body: { key: key.token, blocked: false } }),
    ).toMatchObject(refusal(403, 'blocked'));
  });

  it.each([
    ['models', { models: ['a', 'gpt-*'] }, { models: ['a', 'gpt-4o'] }, [{}, { models: ['b'] }, { models: ['*'] }]],
    [
      'allowed_routes',
      { allowed_routes: ['/key/*', 'info_routes'] },
      { allowed_routes: ['/key/info', '/key/list'] },
      [{}, { key_type: 'llm_api' }, { allowed_routes: ['/*'] }],
    ],
    ['duration', { duration: '1d' }, { duration: '1h' }, [{ duration: '-1' }, { duration: '2d' }]],
    ['tags', { tags: ['blue'] }, { tags: ['blue', 'red'] }, [{}, { tags: ['red'] }]],
    ['max_budget', { max_budget: 5 }, { max_budget: 5 }, [{ max_budget: 6 }, { max_budget: 1, budget_duration: '1d' }]],
    [
      'max_budget',
      { max_budget: 30, budget_duration: '30d' },
      { max_budget: 1, budget_duration: '1d' },
      [{ max_budget: 30, budget_duration: '29d' }],
    ],
    ['rpm_limit', { rpm_limit: 5 }, {}, [{ rpm_limit: 6 }]],
    ['tpm_limit', { tpm_limit: 5 }, { tpm_limit: 1 }, [{ tpm_limit: 6 }]],
    ['max_parallel_requests', { max_parallel_requests: 5 }, {}, [{ max_parallel_requests: 6 }]],
  ] as const)('give no more %s than the key %j that makes them', async (param, held, less, more) => {
    const { userId } = await admin.makeUserKey('internal_user');
    const restricted = await admin.makeKey({ ...held, user_id: userId });
    for (const body of more) expect(await generate(restricted, body)).toMatchObject(refusal(403, param));
    expect((await generate(restricted, less)).status).toBe(200);
  });

  it('with a key that has limits stand under it, and go when it goes', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    const first = await admin.makeKey({ user_id: userId, max_budget: 5 });
    const infoOf = async (key: string) => (await admin.call(`GET /key/info?key=${key}`)).body['info'];
    const line: MadeKey[] = [first];
    const ids: string[] = [first.id];
    for (let depth = 0; depth < 4; depth += 1) {
      const { status, body } = await generate(line.at(-1) ?? first, { rpm_limit: 5 });
      expect([status, await infoOf(body.token)]).toMatchObject([200, { bound_by: ids }]);
      const { id } = (await infoOf(body.token)) as { readonly id: string };
      ids.push(id);
      line.push({ id, secret: body.key, hash: body.token });
    }
    expect(await generate(line.at(-1) ?? first, {})).toMatchObject(refusal(403, 'max_budget'));
    const unlimited = await generate(line[1] ?? first, {});
    await admin.call('POST /key/update', { body: { key: unlimited.body.token, max_budget: null } });
    expect(await infoOf((await generate({ ...first, secret: unlimited.body.key }, {})).body.token)).toMatchObject({
      bound_by: ids.slice(0, 2),
    });
    const statuses = async () =>
      Promise.all(line.map(async ({ secret }) => (await admin.call('GET /key/info', { key: secret })).status));
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
    const second = { key: line[1]?.hash };
    await admin.call('POST /key/block', { body: second });
    expect(await statuses()).toEqual([200, 401, 401, 401, 401]);
    await admin.call('POST /key/unblock', { body: second });
    await admin.call('POST /key/update', { body: { ...second, duration: '1s' } });
    admin.clock.advance(1_000);
    expect(await statuses()).toEqual([200, 401, 401, 401, 401]);
    await admin.call('POST /key/delete', { body: { keys: [second.key] } });
    const gone = await Promise.all(ids.map(async (id) => (await infoOf(id)) as { readonly status?: string }));
    expect(gone.map(({ status }) => status)).toEqual(['active', 'deleted', 'deleted', 'deleted', 'deleted']);
  });

  it('have an alias of their tenant’s, and tell of no other’s', async () => {
    const key_alias = `prod-${admin.newId()}`;
    const foreign = await admin.makeKey({ key_alias, team_id: await admin.makeTeam() });
    const ofUser = await generate(user, { key_alias });
    const ofTeam = await generate(lead, { key_alias, team_id: team });
    expect([ofUser.status, ofTeam.status]).toEqual([200, 200]);
    const taken = { status: 400, body: { error: { param: 'key_alias' } } };
    expect(await generate(user, { key_alias })).toMatchObject(taken);
    expect(await generate(friend, { key_alias, team_id: team })).toMatchObject(taken);
    const other = (await generate(friend, { team_id: team })).body.token;
    expect(await admin.call('POST /key/update', { key: friend.secret, body: { key: other, key_alias } })).toMatchObject(
      taken,
    );
    // who governs everything is told of all
    expect(await admin.call('POST /key/generate', { body: { key_alias } })).toMatchObject(taken);
    const ownInfo = await admin.call(`GET /key/info?key=${key_alias}`, { key: user.secret });
    expect(ownInfo.body).toMatchObject({ info: { user_id: user.userId, team_id: null } });
    for (const [route, body] of [
      ['GET /key/info?key=' + key_alias, undefined],
      ['POST /key/delete', { key_aliases: [key_alias] }],
      ['POST /key/block', { key: key_alias }],
    ] as const) {
      const { status, body: answer } = await admin.call(route, { ...(body !== undefined && { body }) });
      expect([status, JSON.stringify(answer).includes(foreign.id)]).toEqual([400, true]);
    }
    const move = { key: ofTeam.body.token, team_id: null, user_id: user.userId };
    expect(await admin.call('POST /key/update', { body: move })).toMatchObject(taken);
  });

  it('give a key with limits no way to another that is not under it', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    const limited = await admin.makeKey({ user_id: userId, max_budget: 5 });
    const other = await admin.makeKey({ user_id: userId, max_budget: 9 });
    const made = (await generate(limited, {})).body;
    for (const key of [other.hash, made.token])
      expect(await admin.call('POST /key/regenerate', { key: limited.secret, body: { key } })).toMatchObject(
        refusal(403, 'max_budget'),
      );
    const raise = { key: other.hash, max_budget: 10 };
    expect((await admin.call('POST /key/update', { key: limited.secret, body: raise })).status).toBe(403);
  });

  it('made with a key of a team stay in the team', async () => {
    const ofTeam = await admin.makeKey({ team_id: team, user_id: friend.userId });
    expect(await generate(ofTeam, {})).toMatchObject(refusal(403, 'team_id'));
    expect((await generate(ofTeam, { team_id: team })).status).toBe(200);
  });

  it('may not be chosen weak, nor made by a viewer, a key of nobody or a key of a user who was never made', async () => {
    const weak = await generate(user, { key: 'sk-0123456789abcdef' });
    expect(weak).toMatchObject(refusal(400, 'key'));
    const viewer = await admin.makeUserKey('internal_user_viewer');
    const nobody = await admin.makeKey();
    const unmade = await admin.makeKey({ user_id: 'never made' });
    for (const caller of [viewer, nobody, unmade]) expect((await generate(caller, {})).status).toBe(401);
  });
});
