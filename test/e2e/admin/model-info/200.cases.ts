import { SAMPLE_MODELS, UPSTREAM_KEY } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Row {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
  readonly model_info: Readonly<Record<string, unknown>>;
}
interface Rows {
  readonly data: readonly Row[];
}

describe.each(['GET /model/info', 'GET /v1/model/info'])('%s: 200', (route) => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const idsFor = async (secret?: string): Promise<readonly unknown[]> => {
    const answer = await admin.call<Rows>(route, secret === undefined ? {} : { key: secret });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain(UPSTREAM_KEY);
    return answer.body.data.map(({ model_info: info }) => info['id']);
  };

  it('lists every deployment in the order of the configuration, wildcards as they stand', async () => {
    expect(await idsFor()).toEqual(['gpt-a', 'gpt-b', 'claude', 'priced', 'wild']);
  });

  it('describes the model of an id', async () => {
    const { body } = await admin.call<Rows>(`${route}?litellm_model_id=priced`);
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      model_name: 'priced',
      litellm_params: { model: 'openai/own', api_base: 'https://models.example/v1', input_cost_per_token: 0.5 },
      model_info: { id: 'priced', db_model: false, input_cost_per_token: 0.5, direct_access: true },
    });
    expect(body.data[0]?.litellm_params).not.toHaveProperty('api_key');
  });

  it('says where a model is called to admins and viewers alone', async () => {
    const addressesFor = async (key?: string): Promise<readonly unknown[]> => {
      const asked = async (path: string) =>
        (await admin.call<Rows>(path, key === undefined ? {} : { key })).body.data.flatMap(
          ({ litellm_params: { api_base: base, api_version: version } }) => [base, version].filter(Boolean),
        );
      return [...new Set([...(await asked(route)), ...(await asked('GET /v2/model/info'))])];
    };
    const shown = expect.arrayContaining(['https://models.example/v1', 'https://a.openai.azure.com']) as unknown;
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    expect([await addressesFor(), await addressesFor(viewer.secret)]).toEqual([shown, shown]);
    const user = await admin.makeUserKey('internal_user');
    await admin.addToOrganization(await admin.makeOrganization(), user.userId, 'org_admin');
    expect(await addressesFor((await admin.makeKey()).secret)).toEqual([]);
    expect(await addressesFor(user.secret)).toEqual([]);
  });

  it('answers every kind of key: of an internal user, and one that may only read', async () => {
    const { secret } = await admin.makeKey({ user_id: `user-${admin.newId()}`, models: ['claude'] });
    const reader = await admin.makeKey({ allowed_routes: ['info_routes'], models: ['claude'] });
    expect(await idsFor(secret)).toEqual(['claude']);
    expect(await idsFor(reader.secret)).toEqual(['claude']);
  });

  it.each([
    [['claude'], ['claude']],
    [['all-proxy-models'], ['gpt-a', 'gpt-b', 'claude', 'priced', 'wild']],
    [['no-default-models'], []],
    [['openai/*'], ['gpt-a', 'gpt-b', 'wild']],
    [
      ['p*', 'claude'],
      ['claude', 'priced'],
    ],
  ])('shows a key for %j what it may use', async (models, expected) => {
    const { secret } = await admin.makeKey({ models });
    expect(await idsFor(secret)).toEqual(expected);
  });
});
