import { randomUUID } from 'node:crypto';
import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string; readonly param: string };
}

describe('a model over the API', () => {
  let admin: TestAdmin;
  let team: string;
  let lead: string;

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    const { secret, userId } = await admin.makeUserKey('internal_user');
    await admin.addMember(team, userId, 'admin');
    lead = secret;
  });
  afterAll(() => admin.close());

  const make = (litellm_params: object, more: { readonly info?: object; readonly key?: string } = {}) =>
    admin.call<Refusal>('POST /model/new', {
      body: { model_name: 'm', litellm_params, model_info: more.info ?? {} },
      ...(more.key !== undefined && { key: more.key }),
    });

  it.each([
    ['a file of certificates', { ssl_certificate: '/etc/passwd' }, 'litellm_params.ssl_certificate'],
    ['a file of authorities', { ssl_verify: '/etc/passwd' }, 'litellm_params.ssl_verify'],
    ['a token in a file', { azure_ad_token: 'oidc/file/etc/passwd' }, 'litellm_params.azure_ad_token'],
    ['a token in a variable', { azure_ad_token: ' oidc/env/HOME' }, 'litellm_params.azure_ad_token'],
    ['a file by another name', { client_assertion_file: '/etc/passwd' }, 'litellm_params.client_assertion_file'],
    ["an issuer of one's own", { azure_authority_host: 'https://evil.example' }, 'litellm_params.azure_authority_host'],
    ['a metadata service', { api_base: 'http://169.254.169.254/v1' }, 'litellm_params'],
    ['a metadata service in another form', { api_base: 'http://[::ffff:a9fe:a9fe]/v1' }, 'litellm_params'],
    ['a metadata service by name', { api_base: 'http://metadata.google.internal' }, 'litellm_params'],
    ['another scheme', { api_base: 'file:///etc/passwd' }, 'litellm_params.api_base'],
    ['a password in its address', { api_base: 'https://a:b@models.example' }, 'litellm_params.api_base'],
    ['a price below nothing', { input_cost_per_token: -1 }, 'litellm_params.input_cost_per_token'],
    ['a cap that is not served', { max_budget: 5 }, 'litellm_params.max_budget'],
  ])('with %s is refused, by its member, and not kept', async (_what, params, param) => {
    const answer = await make({ model: 'azure/x', api_base: 'https://models.example', ...params });
    expect(answer).toMatchObject({ status: 400, body: { error: { param } } });
    expect(await admin.storedModels()).toEqual([]);
  });

  it('of a provider that is not served is refused, with those that are; so is one that becomes it', async () => {
    const refused = { status: 400, body: { error: { param: 'litellm_params.model' } } };
    const answer = await make({ model: 'nope/x' });
    expect(answer).toMatchObject(refused);
    expect(answer.body.error.message).toMatch(/"nope".*Served are: .*mock/);
    expect(await make({ model: 'mock/x', custom_llm_provider: 'nope' })).toMatchObject(refused);
    expect(await admin.storedModels()).toEqual([]);
  });

  it('of more members than anybody reads is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_one, index) => [`k${String(index)}`, 1]));
    for (const [param, answer] of [
      ['litellm_params', await make({ model: 'mock/echo', ...many })],
      ['model_info', await make({ model: 'mock/echo' }, { info: many })],
    ] as const)
      expect(answer).toMatchObject({ status: 400, body: { error: { param } } });
    expect(await admin.storedModels()).toEqual([]);
  });

  it.each(['all-proxy-models', 'all-team-models', 'no-default-models'])(
    'is not called %s, by which lists of models mean others',
    async (model_name) => {
      const body = { model_name, litellm_params: { model: 'mock/echo' } };
      const answer = await admin.call('POST /model/new', { body });
      expect(answer).toMatchObject({ status: 400, body: { error: { param: 'model_name' } } });
      expect(await admin.storedModels()).toEqual([]);
    },
  );

  it.each([
    'http://127.0.0.1:6379',
    'http://localhost:6379',
    'http://10.0.0.1',
    'http://[::1]:8080',
    'http://192.168.0.1',
  ])('of a team that leads to %s is refused; one of the operator may lead there', async (api_base) => {
    const params = { model: 'openai/x', api_base, api_key: 'sk-x' };
    const answer = await make(params, { info: { team_id: team }, key: lead });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain('general_settings.allow_addresses_from_api');
    const id = await admin.makeModel({ params });
    expect((await admin.call('POST /model/delete', { body: { id } })).status).toBe(200);
  });

  it('of a team may lead into a network that the operator lists', async () => {
    const admitted = { ...settings([]).admin, allowedAddresses: ['10.1.0.0/16'] };
    const open = await startAdmin({ admin: admitted });
    try {
      const own = await open.makeTeam();
      const { secret: key, userId } = await open.makeUserKey('internal_user');
      await open.addMember(own, userId, 'admin');
      const made = async (api_base: string) => {
        const body = { model_name: 'm', litellm_params: { model: 'openai/x', api_base }, model_info: { team_id: own } };
        return (await open.call('POST /model/new', { key, body })).status;
      };
      expect([await made('http://10.1.2.3/v1'), await made('http://10.2.2.3/v1')]).toEqual([200, 400]);
    } finally {
      await open.close();
    }
  });

  it('of a team has an id that no other tenant and no operator would choose, unless a proxy admin chose it', async () => {
    const params = { model: 'mock/echo' };
    for (const id of ['gpt-4o', '*', '../x', 'all-proxy-models']) {
      const answer = await make(params, { info: { team_id: team, id }, key: lead });
      expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining('must be a UUID')]);
    }
    const own = randomUUID();
    expect((await make(params, { info: { team_id: team, id: own }, key: lead })).status).toBe(200);
    expect(await admin.makeModel({ params, info: { team_id: team, id: 'chosen' } })).toBe('chosen');
    for (const id of [own, 'chosen']) await admin.call('POST /model/delete', { body: { id } });
  });

  it("of no team is no team admin's to make, in LiteLLM's words; of another team it is not there", async () => {
    const other = await admin.makeTeam();
    const params = { model: 'mock/echo' };
    const refused = await make(params, { key: lead });
    expect(refused).toMatchObject({ status: 403, body: { error: { param: 'None' } } });
    expect(refused.body.error.message).toMatch(
      /^User does not have permission to make this model call\. Your role=internal_user\./,
    );
    const foreign = await make(params, { info: { team_id: other }, key: lead });
    const absent = await make(params, { info: { team_id: 'absent' }, key: lead });
    expect([foreign.status, foreign.body]).toEqual([404, absent.body]);
  });

  it('of another team, of the operator and of nobody are refused alike, whatever is asked of them', async () => {
    const other = await admin.makeTeam();
    const own = { params: { model: 'mock/echo' } };
    const foreign = [await admin.makeModel({ ...own, info: { team_id: other } }), await admin.makeModel(own), 'absent'];
    const told: unknown[] = [];
    for (const id of foreign) {
      const answers = [
        await admin.call(`PATCH /model/${id}/update`, { key: lead, body: { model_name: 'mine' } }),
        await admin.call('POST /model/update', { key: lead, body: { model_info: { id } } }),
        await admin.call('POST /model/block', { key: lead, body: { model_id: id } }),
        await admin.call('POST /model/delete', { key: lead, body: { id } }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 400]);
      told.push(answers.map(({ body }) => JSON.stringify(body).replaceAll(id, 'ID')));
    }
    expect(told).toEqual([told[2], told[2], told[2]]);
  });

  it('stays with the team that it was made for', async () => {
    const id = await admin.makeModel({ info: { team_id: team } });
    const body = { model_info: { id, team_id: await admin.makeTeam() } };
    expect((await admin.call<Refusal>('POST /model/update', { body })).body.error.param).toBe('model_info.team_id');
  });

  it("takes no other model's id, and no pattern for a team's", async () => {
    const id = await admin.makeModel();
    expect((await make({ model: 'mock/echo' }, { info: { id } })).body.error.param).toBe('model_info.id');
    const pattern = { model_name: 'x/*', litellm_params: { model: 'openai/*' }, model_info: { team_id: team } };
    expect((await admin.call('POST /model/new', { body: pattern })).status).toBe(400);
  });

  it('is not kept where the operator keeps none', async () => {
    const closed = await startAdmin({ admin: { ...settings([]).admin, keepsModels: false } });
    try {
      const body = { model_name: 'm', litellm_params: { model: 'mock/echo' } };
      expect(await closed.call('POST /model/new', { body })).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining('store_model_in_db') as string } },
      });
    } finally {
      await closed.close();
    }
  });
});
