import { entry } from '../../../../libs/catalog/src/test-doubles.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Row {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
  readonly model_info: Readonly<Record<string, unknown>>;
}

const SECRET = 'sk-provider-secret-0123456789';

describe('models that are made over the API', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({
      models: [entry('gpt-4o', { model: 'openai/gpt-4o', api_key: 'sk-of-the-file' }, { id: 'of-the-file' })],
    });
  });
  afterAll(() => admin.close());

  const rowsOf = async (query: string, key?: string): Promise<readonly Row[]> => {
    const options = key === undefined ? {} : { key };
    const { body } = await admin.call<{ data?: readonly Row[] }>(`GET /model/info${query}`, options);
    return body.data ?? [];
  };
  const rowOf = async (id: string): Promise<Row | undefined> => (await rowsOf(`?litellm_model_id=${id}`))[0];

  it('are served as soon as they are made, beside those of the file, which say that they are of it', async () => {
    const params = { model: 'openai/gpt-4o', api_key: SECRET, api_base: 'https://models.example/v1', rpm: 7 };
    const id = await admin.makeModel({ name: 'gpt-4o', params, info: { id: 'made', note: 'mine' } });
    expect(await rowOf(id)).toMatchObject({
      model_name: 'gpt-4o',
      litellm_params: { model: 'openai/gpt-4o', api_base: 'https://models.example/v1', rpm: 7 },
      model_info: { id: 'made', db_model: true, note: 'mine' },
    });
    expect((await rowOf('of-the-file'))?.model_info).toMatchObject({ db_model: false });
    const { body } = await admin.call('GET /model_group/info?model_group=gpt-4o');
    expect(body).toMatchObject({ data: [{ model_group: 'gpt-4o', rpm: 7 }] });
  });

  it('have no secret in any answer, row or audit entry', async () => {
    const params = {
      model: 'azure/x',
      api_base: `https://models.example/v1?key=${SECRET}`,
      api_key: SECRET,
      client_secret: SECRET,
      something_new: SECRET,
      extra_headers: { 'x-team': SECRET },
      extra_body: { deep: [{ password: SECRET }] },
    };
    const made = await admin.call('POST /model/new', {
      body: { model_name: 'secretive', litellm_params: params, model_info: { id: 'secretive', api_key: SECRET } },
    });
    const changed = await admin.call('POST /model/update', {
      body: { litellm_params: { api_key: `${SECRET}-2` }, model_info: { id: 'secretive' } },
    });
    expect([made.status, changed.status]).toEqual([200, 200]);
    const shown = [
      made.body,
      changed.body,
      await rowsOf(''),
      await admin.storedModels(),
      await admin.auditTexts('model'),
    ];
    for (const value of shown) expect(JSON.stringify(value)).not.toContain(SECRET);
    expect(made.body['litellm_params']).toMatchObject({ model: 'azure/x', api_key: '***' });
  });

  it('are changed member by member, over either route; null takes one out', async () => {
    const id = await admin.makeModel({ params: { model: 'mock/echo', rpm: 3, tpm: 9 }, info: { note: 'a', other: 1 } });
    await admin.call('POST /model/update', { body: { litellm_params: { rpm: 4, tpm: null }, model_info: { id } } });
    await admin.call(`PATCH /model/${id}/update`, { body: { model_name: 'renamed', model_info: { note: null } } });
    const row = await rowOf(id);
    expect(row).toMatchObject({ model_name: 'renamed', litellm_params: { rpm: 4 }, model_info: { other: 1 } });
    expect(row?.litellm_params).not.toHaveProperty('tpm');
    expect(row?.model_info).not.toHaveProperty('note');
  });

  it('are served no more while they are blocked, and not at all when they are deleted', async () => {
    const id = await admin.makeModel({ name: 'to-block' });
    const groups = async (): Promise<unknown> =>
      (await admin.call('GET /model_group/info?model_group=to-block')).body['data'];
    expect(await groups()).toHaveLength(1);
    expect((await admin.call('POST /model/block', { body: { model_id: id } })).body).toMatchObject({ blocked: true });
    expect(await groups()).toEqual([]);
    expect((await rowOf(id))?.model_info).toMatchObject({ blocked: true, db_model: true });
    await admin.call('POST /model/unblock', { body: { model_id: id } });
    expect(await groups()).toHaveLength(1);
    const deleted = await admin.call('POST /model/delete', { body: { id } });
    expect(deleted.body).toEqual({ message: `Model: ${id} deleted successfully` });
    expect(await rowOf(id)).toBeUndefined();
  });

  it("of a team are its own: its admin keeps them, its keys are shown them, nobody else's are", async () => {
    const [team, other] = [await admin.makeTeam(), await admin.makeTeam()];
    const lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    const body = {
      model_name: 'gpt-4o',
      litellm_params: { model: 'openai/gpt-4o', api_key: SECRET },
      model_info: { team_id: team },
    };
    const made = await admin.call('POST /model/new', { key: lead.secret, body });
    expect(made).toMatchObject({
      status: 200,
      body: { model_info: { team_id: team, team_public_model_name: 'gpt-4o' } },
    });
    const id = String(made.body['model_id']);
    const seenBy = async (key: string): Promise<boolean> =>
      (await rowsOf('', key)).some(({ model_info: info }) => info['id'] === id);
    const keys = [
      lead,
      await admin.makeKey({ team_id: team }),
      await admin.makeKey({ team_id: other }),
      await admin.makeKey(),
    ];
    expect(await Promise.all(keys.map(({ secret }) => seenBy(secret)))).toEqual([true, true, false, false]);
    const update = { body: { litellm_params: { rpm: 1 } }, key: lead.secret };
    expect((await admin.call(`PATCH /model/${id}/update`, update)).status).toBe(200);
    await admin.call('POST /team/delete', { body: { team_ids: [team] } });
    expect(await admin.storedModels()).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('that cannot be served any more are named with the reason, and take none of the others down', async () => {
    const [wrong, right] = [await admin.makeModel({ name: 'wrong' }), await admin.makeModel({ name: 'right' })];
    await admin.spoilModel(wrong);
    await admin.makeModel();
    expect((await rowOf(wrong))?.model_info['error']).toContain('cannot be decrypted');
    expect((await rowOf(right))?.model_info).not.toHaveProperty('error');
    const repaired = { model_info: { id: wrong }, litellm_params: { model: 'mock/text' } };
    expect((await admin.call('POST /model/update', { body: repaired })).status).toBe(200);
    expect((await rowOf(wrong))?.model_info).not.toHaveProperty('error');
  });

  it('are listed page by page with those of the file', async () => {
    const before = await admin.call<{ total_count: number }>('GET /v2/model/info?size=1');
    const id = await admin.makeModel();
    const after = await admin.call<{ total_count: number; data: readonly Row[] }>('GET /v2/model/info?size=1000');
    expect(after.body.total_count).toBe(before.body.total_count + 1);
    expect(after.body.data.map(({ model_info: info }) => info['id'])).toContain(id);
  });
});
