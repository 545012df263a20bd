import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface ModelGroup {
  readonly access_group: string;
  readonly model_names: readonly string[];
  readonly deployment_count: number;
}

interface Group {
  readonly access_group_id: string;
  readonly access_model_names: readonly string[];
  readonly assigned_team_ids: readonly string[];
  readonly assigned_key_ids: readonly string[];
}

/** `filed` names a group in the configuration file, `plain` none. */
const MODELS = [
  { name: 'filed', info: { access_groups: ['beta'] } },
  { name: 'plain', info: {} },
].map(({ name, info }) => ({ path: name, name, params: { model: 'mock/echo' }, info }));

describe('access groups', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: MODELS });
  });
  afterAll(() => admin.close());

  const modelsOf = async (key: string): Promise<readonly string[]> => {
    const { body } = await admin.call<{ data: readonly { model_name: string }[] }>('GET /v1/model/info', { key });
    return body.data.map(({ model_name }) => model_name).sort();
  };
  const groupOf = async (name: string): Promise<ModelGroup> =>
    (await admin.call<ModelGroup>(`GET /access_group/${name}/info`)).body;
  const find = async (id: string): Promise<Group> => (await admin.call<Group>(`GET /v1/access_group/${id}`)).body;

  it('hold the models that name them, to keys that name them', async () => {
    expect(await groupOf('beta')).toEqual({ access_group: 'beta', model_names: ['filed'], deployment_count: 1 });
    expect(await modelsOf((await admin.makeKey({ models: ['beta'] })).secret)).toEqual(['filed']);
  });

  it('take in models of the configuration file over the API, for every list that names them, and let them go', async () => {
    const name = `group-${admin.newId()}`;
    const { secret } = await admin.makeKey({ models: [name] });
    expect(await modelsOf(secret)).toEqual([]);
    const created = await admin.call('POST /access_group/new', {
      body: { access_group: name, model_names: ['plain'] },
    });
    expect(created).toMatchObject({
      status: 200,
      body: { access_group: name, model_names: ['plain'], model_ids: null, models_updated: 1 },
    });
    expect(await modelsOf(secret)).toEqual(['plain']);
    const update = { body: { model_names: ['plain', 'filed'] } };
    expect((await admin.call(`PUT /access_group/${name}/update`, update)).body).toMatchObject({ models_updated: 2 });
    expect(await modelsOf(secret)).toEqual(['filed', 'plain']);
    const listed = await admin.call<{ access_groups: readonly ModelGroup[] }>('GET /access_group/list');
    expect(listed.body.access_groups).toContainEqual({
      access_group: name,
      model_names: ['filed', 'plain'],
      deployment_count: 2,
    });
    expect((await admin.call(`DELETE /access_group/${name}/delete`)).body).toEqual({
      access_group: name,
      models_updated: 2,
      message: `Access group '${name}' deleted successfully`,
    });
    expect(await modelsOf(secret)).toEqual([]);
  });

  it('take in another model beside those that name them, which stay', async () => {
    const update = (model_names: readonly string[]) =>
      admin.call('PUT /access_group/beta/update', { body: { model_names } });
    expect((await update(['filed', 'plain'])).status).toBe(200);
    expect(await groupOf('beta')).toMatchObject({ model_names: ['filed', 'plain'] });
    expect((await update(['filed'])).status).toBe(200);
    expect(await groupOf('beta')).toMatchObject({ model_names: ['filed'] });
  });

  it('hold models that are kept in the database, by their names and by the ids of deployments', async () => {
    const [name, kept] = [`group-${admin.newId()}`, `kept-${admin.newId()}`];
    const id = await admin.makeModel({ name: kept, info: { access_groups: [name] } });
    expect(await groupOf(name)).toMatchObject({ model_names: [kept] });
    const other = `group-${admin.newId()}`;
    await admin.call('POST /access_group/new', { body: { access_group: other, model_ids: [id] } });
    expect(await modelsOf((await admin.makeKey({ models: [other] })).secret)).toEqual([kept]);
    await admin.call('POST /model/update', { body: { model_info: { id, access_groups: [] } } });
    expect((await admin.call(`GET /access_group/${name}/info`)).status).toBe(404);
  });

  it('are given to keys by their ids, beside the models or in their place', async () => {
    const { id } = await admin.makeAccessGroup({ access_model_names: ['plain'] });
    const alone = await admin.makeKey({ access_group_ids: [id] });
    const beside = await admin.makeKey({ models: ['filed'], access_group_ids: [id] });
    expect(await modelsOf(alone.secret)).toEqual(['plain']);
    expect(await modelsOf(beside.secret)).toEqual(['filed', 'plain']);
    const shown = await admin.call<{ info: object }>(`GET /key/info?key=${alone.hash}`);
    expect(shown.body.info).toMatchObject({ models: [], access_group_ids: [id] });
    expect((await find(id)).assigned_key_ids.slice().sort()).toEqual([alone.hash, beside.hash].sort());
  });

  it('are given to teams, whose keys have them, and hold members and projects to them', async () => {
    const { id } = await admin.makeAccessGroup({ access_model_names: ['plain'] });
    const team = await admin.call('POST /team/new', { body: { access_group_ids: [id] } });
    const team_id = String(team.body['team_id']);
    expect(team.body).toMatchObject({ models: [], access_group_ids: [id] });
    const key = await admin.makeKey({ team_id });
    const narrowed = await admin.makeKey({ team_id, models: ['filed'] });
    expect([await modelsOf(key.secret), await modelsOf(narrowed.secret)]).toEqual([['plain'], []]);
    const project = (models: readonly string[]) => admin.call('POST /project/new', { body: { team_id, models } });
    expect([(await project(['plain'])).status, (await project(['filed'])).status]).toEqual([200, 400]);
    expect((await find(id)).assigned_team_ids).toEqual([team_id]);
  });

  it('are given and taken from their own side, and nobody gets more by losing one', async () => {
    const [team_id, key, beside] = [
      await admin.makeTeam(),
      await admin.makeKey(),
      await admin.makeKey({ models: ['filed'] }),
    ];
    const ofTeam = await admin.makeKey({ team_id });
    const { id } = await admin.makeAccessGroup({ access_model_names: ['plain'] });
    const give = { assigned_team_ids: [team_id], assigned_key_ids: [key.hash, beside.secret] };
    const given = await admin.call<Group>(`PUT /v1/access_group/${id}`, { body: give });
    expect(given.body).toMatchObject({
      access_model_names: ['plain'],
      assigned_teams: [{ id: team_id, name: null }],
      assigned_key_ids: [key.hash, beside.hash],
    });
    const all = async () => [await modelsOf(key.secret), await modelsOf(beside.secret), await modelsOf(ofTeam.secret)];
    expect(await all()).toEqual([['plain'], ['filed', 'plain'], ['plain']]);
    expect((await admin.call(`DELETE /v1/access_group/${id}`)).status).toBe(204);
    expect(await all()).toEqual([[], ['filed'], []]);
    const { body } = await admin.call<{ info: object }>(`GET /key/info?key=${key.hash}`);
    expect(body.info).toMatchObject({ models: ['no-default-models'], access_group_ids: [] });
  });

  it('are listed newest first, page by page, and change their names', async () => {
    const made = [await admin.makeAccessGroup(), await admin.makeAccessGroup({ description: 'Blue' })];
    admin.clock.advance(1000);
    const last = await admin.makeAccessGroup();
    const page = (await admin.call<readonly Group[]>('GET /v1/access_group?page_size=1')).body;
    expect(page.map(({ access_group_id }) => access_group_id)).toEqual([last.id]);
    const name = `renamed-${admin.newId()}`;
    await admin.call(`PUT /v1/access_group/${made[1]?.id ?? ''}`, { body: { access_group_name: name } });
    expect(await find(made[1]?.id ?? '')).toMatchObject({ access_group_name: name, description: 'Blue' });
  });
});
