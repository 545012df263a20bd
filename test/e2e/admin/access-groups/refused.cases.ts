import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const MODELS = [
  { name: 'filed', info: { access_groups: ['beta'] } },
  { name: 'plain', info: {} },
].map(({ name, info }) => ({ path: name, name, params: { model: 'mock/echo' }, info }));

const names = (param: string) => ({ error: { param } });

describe('access groups, refused', () => {
  let admin: TestAdmin;
  let here: { readonly id: string; readonly name: string };

  beforeAll(async () => {
    admin = await startAdmin({ models: MODELS });
    here = await admin.makeAccessGroup({ access_model_names: ['plain'] });
  });
  afterAll(() => admin.close());

  it.each([
    ['', 'access_group'],
    [' ', 'access_group'],
    ['beta*', 'access_group'],
    ['all-proxy-models', 'access_group'],
    ['plain', 'access_group'],
  ])('a name that lists could not tell from something else: %j', async (access_group, param) => {
    const answer = await admin.call('POST /access_group/new', { body: { access_group, model_names: ['plain'] } });
    expect([answer.status, answer.body]).toMatchObject([400, names(param)]);
    const body = { access_group_name: access_group };
    expect([400]).toContain((await admin.call('POST /v1/access_group', { body })).status);
  });

  it('models that there are not, or none', async () => {
    const make = (body: object) => admin.call('POST /access_group/new', { body: { access_group: 'new', ...body } });
    expect(await make({ model_names: ['plain', 'absent'] })).toMatchObject({
      status: 400,
      body: { error: { message: 'Model(s) not found: absent' } },
    });
    expect((await make({ model_ids: ['absent'] })).status).toBe(400);
    expect((await make({ model_names: [] })).status).toBe(400);
    expect(
      (await admin.call(`PUT /access_group/${here.name}/update`, { body: { model_names: ['absent'] } })).status,
    ).toBe(400);
    const special = { access_group_name: 'new', access_model_names: ['all-proxy-models'] };
    expect((await admin.call('POST /v1/access_group', { body: special })).status).toBe(400);
  });

  it('a name that is taken, by models or in the store', async () => {
    for (const access_group of ['beta', here.name])
      expect(
        (await admin.call('POST /access_group/new', { body: { access_group, model_names: ['plain'] } })).status,
      ).toBe(409);
    const again = { body: { access_group_name: here.name } };
    expect((await admin.call('POST /v1/access_group', again)).status).toBe(409);
    const other = await admin.makeAccessGroup();
    expect((await admin.call(`PUT /v1/access_group/${other.id}`, again)).status).toBe(409);
  });

  it('a group that a caller may not give is refused like one that there is not', async () => {
    const team_id = await admin.makeTeam();
    const { userId } = await admin.makeUserKey('internal_user');
    await admin.addMember(team_id, userId, 'admin');
    const { secret: key } = await admin.makeKey({ user_id: userId, models: ['filed'] });
    const give = (route: string, id: string) =>
      admin.call(route, { key, body: { team_id, models: ['filed'], access_group_ids: [id] } });
    for (const route of ['POST /key/generate', 'POST /team/update']) {
      const answers = [await give(route, here.id), await give(route, admin.newId())];
      expect(answers.map(({ status }) => status)).toEqual([403, 403]);
      expect(answers[1]?.body).toEqual(answers[0]?.body);
    }
  });

  it('a group that there is not is 404', async () => {
    for (const route of [
      'GET /access_group/absent/info',
      'DELETE /access_group/absent/delete',
      'GET /v1/access_group/absent',
    ])
      expect((await admin.call(route)).status).toBe(404);
    expect((await admin.call('PUT /access_group/absent/update', { body: { model_names: ['plain'] } })).status).toBe(
      404,
    );
    expect((await admin.call('PUT /v1/access_group/absent', { body: {} })).status).toBe(404);
    expect((await admin.call('DELETE /v1/access_group/absent')).status).toBe(404);
    // an id is no name
    expect((await admin.call(`GET /access_group/${here.id}/info`)).status).toBe(404);
  });

  it('what a model says of itself is not taken back here', async () => {
    const lose = await admin.call('PUT /access_group/beta/update', { body: { model_names: ['plain'] } });
    const gone = await admin.call('DELETE /access_group/beta/delete');
    for (const answer of [lose, gone])
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining('filed') as string } },
      });
  });

  it.each([
    ['access_mcp_server_ids', 400],
    ['access_agent_ids', 400],
    ['assigned_team_ids', 400],
    ['assigned_key_ids', 400],
  ])('%s that are not served, or not there', async (field, status) => {
    const before = await admin.everyRow();
    const put = await admin.call(`PUT /v1/access_group/${here.id}`, { body: { [field]: ['absent'] } });
    expect([put.status, put.body]).toMatchObject([status, names(field)]);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('one that there is not is given to no key and no team', async () => {
    const body = { access_group_ids: ['absent'] };
    const key = await admin.call('POST /key/generate', { body });
    const team = await admin.call('POST /team/new', { body });
    for (const { status, body: answer } of [key, team])
      expect([status, answer]).toMatchObject([404, names('access_group_ids')]);
  });

  describe('to who does not hold it', () => {
    let team_id: string;
    let keeper: string;

    beforeAll(async () => {
      const { userId } = await admin.makeUserKey('internal_user');
      team_id = await admin.makeTeam();
      await admin.addMember(team_id, userId, 'admin');
      keeper = (await admin.makeKey({ user_id: userId, team_id, models: ['plain'] })).secret;
    });

    it.each([{ models: ['beta'] }, { access_group_ids: ['id'] }, { models: ['bet*'] }])(
      'a key with %j',
      async (list) => {
        const given = 'access_group_ids' in list ? { access_group_ids: [here.id] } : list;
        const answer = await admin.call('POST /key/generate', { key: keeper, body: { team_id, ...given } });
        expect([answer.status, answer.body]).toMatchObject([403, names('models')]);
      },
    );

    it('a model of a team that an admin of it puts into a group', async () => {
      const model = { model_name: 'own', litellm_params: { model: 'mock/echo' } };
      const make = (model_info: object) =>
        admin.call('POST /model/new', { key: keeper, body: { ...model, model_info: { team_id, ...model_info } } });
      expect(await make({ access_groups: ['beta'] })).toMatchObject({
        status: 403,
        body: names('model_info.access_groups'),
      });
      const made = await make({});
      const id = String(made.body['model_id']);
      const update = { model_info: { id, access_groups: ['beta'] } };
      expect((await admin.call('POST /model/update', { key: keeper, body: update })).status).toBe(403);
    });
  });
});
