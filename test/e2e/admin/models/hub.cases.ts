import { PROVIDERS } from '@tollgate/providers';
import { SAMPLE_MODELS, UPSTREAM_KEY } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

type Group = Readonly<Record<string, unknown>>;
type CostMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe('what is shown to anybody of models', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS, more: { publicModelGroups: ['claude'] } });
  });
  afterAll(() => admin.close());

  const hub = async () => (await admin.call<readonly Group[]>('GET /public/model_hub', { key: null })).body;
  const namesIn = (groups: readonly Group[]) => groups.map(({ model_group: name }) => name);
  const makePublic = (model_groups: readonly string[], key?: string) =>
    admin.call<Group>('POST /model_group/make_public', { body: { model_groups }, ...(key !== undefined && { key }) });

  it("are the groups of the operator's file, until an admin says which, in LiteLLM's form and without secrets", async () => {
    expect(namesIn(await hub())).toEqual(['claude']);
    const made = await makePublic(['priced', 'gpt-4o', 'priced']);
    expect([made.status, made.body]).toEqual([
      200,
      {
        message: 'Successfully updated public model groups',
        public_model_groups: ['priced', 'gpt-4o'],
        updated_by: 'default_user_id',
      },
    ]);
    const shown = await hub();
    expect(namesIn(shown)).toEqual(['priced', 'gpt-4o']);
    expect(shown[0]).toMatchObject({ providers: ['openai'], input_cost_per_token: 0.5, is_public_model_group: true });
    expect(JSON.stringify(shown)).not.toContain(UPSTREAM_KEY);
    expect(JSON.stringify(shown)).not.toContain('models.example');
    const { body } = await admin.call<{ data: readonly Group[] }>('GET /model_group/info');
    const publicOnes = body.data.filter(({ is_public_model_group: isPublic }) => isPublic === true);
    expect(namesIn(publicOnes).toSorted()).toEqual(['gpt-4o', 'priced']);
    expect((await makePublic([])).status).toBe(200);
    expect(await hub()).toEqual([]);
  });

  it('are never the own models of a team, nor what is no model; and only an admin says which', async () => {
    const team_id = await admin.makeTeam();
    await admin.makeModel({ name: 'of-the-team', info: { team_id } });
    for (const name of ['of-the-team', 'nobody']) {
      const refused = await makePublic([name]);
      expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining(name)]);
    }
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    expect((await makePublic(['claude'], viewer.secret)).status).toBe(401);
    expect(await hub()).toEqual([]);
  });

  it('are the providers, and the prices and limits that come with this version', async () => {
    const providers = await admin.call<readonly string[]>('GET /public/providers', { key: null });
    expect(providers.body).toEqual(PROVIDERS.flatMap(({ prefixes }) => prefixes).toSorted());
    const { body: map } = await admin.call<CostMap>('GET /public/litellm_model_cost_map', { key: null });
    expect(map['gpt-4o']).toMatchObject({
      litellm_provider: 'openai',
      mode: 'chat',
      input_cost_per_token: 0.0000025,
      max_output_tokens: 16384,
    });
    expect(Object.keys(map).some((name) => name.startsWith('azure/'))).toBe(true);
    const source = await admin.call('GET /model/cost_map/source');
    const count = Object.keys(map).length;
    expect([count > 100, source.body]).toEqual([
      true,
      { source: 'local', url: null, is_env_forced: false, fallback_reason: null, model_count: count },
    ]);
    const reloaded = await admin.call('POST /reload/model_cost_map');
    expect([reloaded.status, reloaded.body]).toMatchObject([200, { status: 'success', models_count: count }]);
    expect(JSON.stringify(reloaded.body)).toContain('downloaded from nowhere');
  });

  it('are downloaded by no schedule, which is said where one is set', async () => {
    const set = await admin.call('POST /schedule/model_cost_map_reload?hours=6', { body: {} });
    expect([set.status, JSON.stringify(set.body)]).toEqual([400, expect.stringContaining('newer version')]);
    expect((await admin.call('GET /schedule/model_cost_map_reload/status')).body).toMatchObject({ scheduled: false });
    expect((await admin.call('DELETE /schedule/model_cost_map_reload')).status).toBe(200);
  });

  it('tell admins and viewers what each provider needs', async () => {
    const { body } = await admin.call<readonly { name: string; fields: readonly object[] }[]>('GET /model/settings');
    expect(body.map(({ name }) => name)).toEqual(PROVIDERS.map(({ prefixes }) => prefixes[0]));
    expect(body.find(({ name }) => name === 'openai')?.fields).toContainEqual(
      expect.objectContaining({ field_name: 'api_key', field_type: 'string', required: true, secret: true }),
    );
    const { secret } = await admin.makeKey();
    expect((await admin.call('GET /model/settings', { key: secret })).status).toBe(401);
  });
});
