import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const TEAM = 'here';

describe('teams, refused', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.call('POST /team/new', { body: { team_id: TEAM } });
  });
  afterAll(() => admin.close());

  it.each([
    [{ team_id: TEAM }, undefined],
    [{ max_budget: -1 }, 'max_budget'],
    [{ tpm_limit: -1 }, 'tpm_limit'],
    [{ budget_duration: '5 parsecs' }, 'budget_duration'],
    [{ auto_rotate: true }, 'auto_rotate'],
    [{ rotation_interval: '30d' }, 'rotation_interval'],
    [{ team_id: '' }, 'team_id'],
    [{ team_member_permissions: ['/team/delete'] }, 'team_member_permissions'],
    [{ members_with_roles: [{ role: 'owner', user_id: 'x' }] }, 'member'],
    [{ members_with_roles: [{ role: 'user' }] }, 'member'],
    [{ members_with_roles: ['x'] }, 'member'],
    [{ team_member_key_duration: 'soon' }, 'team_member_key_duration'],
    [{ team_member_budget: -1 }, 'team_member_budget'],
    [{ team_member_budget_duration: '5 parsecs' }, 'team_member_budget_duration'],
    [{ team_member_rpm_limit: -1 }, 'team_member_rpm_limit'],
    [{ models: ['a'], default_team_member_models: ['b'] }, 'models'],
    [{ guardrails: ['pii'] }, 'guardrails'],
    [{ metadata: { model_rpm_limit: { a: -1 } } }, 'model_rpm_limit.a'],
    [{ model_max_budget: { a: { budget_limit: 1, time_period: '5 parsecs' } } }, 'model_max_budget.a.time_period'],
    [{ model_max_budget: { a: { money: 1 } } }, 'model_max_budget.a.money'],
    [{ metadata: { tag_rpm_limit: { a: 1 } } }, 'metadata.tag_rpm_limit'],
  ])('400 for %j, and nothing is made', async (body, param) => {
    const before = await admin.epoch();
    const answer = await admin.call('POST /team/new', { body });
    expect(answer).toMatchObject({ status: 400, ...(param !== undefined && { body: { error: { param } } }) });
    expect(await admin.epoch()).toBe(before);
  });

  it('404 for an organization that is not there', async () => {
    const answer = await admin.call('POST /team/new', { body: { organization_id: 'nowhere' } });
    expect(answer).toMatchObject({ status: 404, body: { error: { param: 'organization_id' } } });
  });

  it.each([
    ['GET /team/info?team_id=gone', undefined],
    ['GET /team/permissions_list?team_id=gone', undefined],
    ['POST /team/update', { team_id: 'gone', max_budget: 1 }],
    ['POST /team/block', { team_id: 'gone' }],
    ['POST /team/model/add', { team_id: 'gone', models: ['a'] }],
    ['POST /team/permissions_update', { team_id: 'gone', team_member_permissions: [] }],
    ['POST /team/member_add', { team_id: 'gone', member: { user_id: 'x' } }],
    ['POST /team/member_update', { team_id: 'gone', user_id: 'x', rpm_limit: 1 }],
    ['POST /team/member_delete', { team_id: 'gone', user_id: 'x' }],
    ['POST /team/delete', { team_ids: [TEAM, 'gone'] }],
  ])('404 for a team that is not there: %s', async (route, body) => {
    expect((await admin.call(route, { body })).status).toBe(404);
    expect((await admin.call(`GET /team/info?team_id=${TEAM}`)).status).toBe(200);
  });

  it.each([
    ['GET /team/info?team_id=here', undefined],
    ['GET /team/permissions_list?team_id=here', undefined],
    ['POST /team/member_update', { team_id: TEAM, user_id: 'default_user_id', rpm_limit: 1 }],
    ['POST /team/member_delete', { team_id: TEAM, user_id: 'default_user_id' }],
  ])(
    '404 for a team of somebody else, as for one that is not there, to the admin of another: %s',
    async (route, body) => {
      const lead = await admin.makeUserKey('internal_user');
      await admin.addMember(await admin.makeTeam(), lead.userId, 'admin');
      const foreign = await admin.call(route, { key: lead.secret, body });
      const absentBody = body === undefined ? undefined : { ...body, team_id: 'gone' };
      const absent = await admin.call(route.replace('=here', '=gone'), { key: lead.secret, body: absentBody });
      expect(foreign.status).toBe(404);
      expect(JSON.stringify(foreign.body).replace('here', 'gone')).toBe(JSON.stringify(absent.body));
    },
  );

  it('401 or 403 for the admin of a team who would raise its budget, give it models or delete it', async () => {
    const lead = await admin.makeUserKey('internal_user');
    const team = await admin.makeTeam();
    await admin.addMember(team, lead.userId, 'admin');
    const before = await admin.epoch();
    for (const [route, body, status] of [
      ['POST /team/update', { team_id: team, max_budget: 1000 }, 403],
      ['POST /team/update', { team_id: team, budget_duration: '1d' }, 403],
      ['POST /team/update', { team_id: team, models: ['a'] }, 403],
      ['POST /team/update', { team_id: team, organization_id: 'other' }, 403],
      ['POST /team/update', { team_id: team, blocked: false }, 403],
      ['POST /team/model/add', { team_id: team, models: ['a'] }, 403],
      ['POST /team/block', { team_id: team }, 401],
      ['POST /team/delete', { team_ids: [team] }, 401],
    ] as const)
      expect((await admin.call(route, { key: lead.secret, body })).status).toBe(status);
    expect(await admin.epoch()).toBe(before);
  });

  it('nothing for the admin of a team who renames it, says what members may do and takes somebody in', async () => {
    const lead = await admin.makeUserKey('internal_user');
    const team = await admin.makeTeam();
    await admin.addMember(team, lead.userId, 'admin');
    for (const [route, body] of [
      ['POST /team/update', { team_id: team, team_alias: 'Ours', metadata: { a: 1 } }],
      ['POST /team/permissions_update', { team_id: team, team_member_permissions: ['/key/generate'] }],
      ['POST /team/member_add', { team_id: team, member: { role: 'user', user_id: 'newcomer' } }],
    ] as const)
      expect((await admin.call(route, { key: lead.secret, body })).status).toBe(200);
    const { body } = await admin.call('GET /user/info?user_id=newcomer');
    expect(body['user_info']).toMatchObject({ user_role: 'internal_user_viewer', models: ['no-default-models'] });
  });

  it('400 for a member who is none, and where nobody is named', async () => {
    const nobody = { team_id: TEAM, user_id: 'nobody' };
    for (const route of ['POST /team/member_delete', 'POST /team/member_update'])
      expect(await admin.call(route, { body: nobody })).toMatchObject({
        status: 400,
        body: { detail: { error: 'User not found in team' } },
      });
    expect((await admin.call('POST /team/member_delete', { body: { team_id: TEAM } })).status).toBe(400);
    const limits = { team_id: TEAM, member: { user_id: 'x' }, temp_budget_increase: 1 };
    expect((await admin.call('POST /team/member_add', { body: limits })).status).toBe(400);
  });
});
