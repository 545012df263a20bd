import { randomUUID } from 'node:crypto';
import { entry } from '../../../../libs/catalog/src/test-doubles.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const ELSEWHERE = 'https://models.example/v1';
const GIVEN = {
  model: 'openai/gpt-4o',
  api_key: 'sk-of-the-operator-0123456789',
  extra_headers: { 'x-own': 'secret' },
};

/** What is kept with a model goes where the model leads. */
describe('a model with a key that somebody else gave', () => {
  let admin: TestAdmin;
  let team: string;
  let lead: string;

  beforeAll(async () => {
    admin = await startAdmin({ models: [entry('mock', { model: 'mock/echo' })] });
    team = await admin.makeTeam();
    const { secret, userId } = await admin.makeUserKey('internal_user');
    await admin.addMember(team, userId, 'admin');
    lead = secret;
  });
  afterAll(() => admin.close());

  const make = async (litellm_params: object = GIVEN, model_info: object = { team_id: team }): Promise<string> => {
    const body = { model_name: `m-${randomUUID()}`, litellm_params, model_info };
    return String((await admin.call('POST /model/new', { body })).body['model_id']);
  };
  const doors = (id: string, litellm_params: object) =>
    [
      ['POST /model/update', { model_info: { id }, litellm_params }],
      [`PATCH /model/${id}/update`, { litellm_params }],
    ] as const;
  const routesAlone = async (): Promise<string> =>
    (await admin.makeAdminKey({ allowed_routes: ['management_routes', '/credentials/*'] })).secret;

  it.each([
    ['another address', { api_base: ELSEWHERE }, 'litellm_params.api_base'],
    ['another address by its other name', { base_url: ELSEWHERE }, 'litellm_params.base_url'],
    ['another host at its address', { extra_headers: { Host: 'models.example' } }, 'litellm_params.extra_headers'],
    ['another provider', { model: 'anthropic/claude-3-5-haiku-latest' }, 'litellm_params.model'],
    [
      'another address, with one of its secrets alone',
      { api_base: ELSEWHERE, api_key: 'mine' },
      'litellm_params.api_base',
    ],
    ['another address, with the other alone', { api_base: ELSEWHERE, extra_headers: {} }, 'litellm_params.api_base'],
  ])(
    "is not led to %s by an admin of its team, nor by a proxy admin's key that is held back",
    async (_what, change, param) => {
      const id = await make();
      const before = await admin.epoch();
      for (const [route, body] of doors(id, change))
        expect([route, await admin.call(route, { key: lead, body })]).toMatchObject([
          route,
          {
            status: 403,
            body: { error: { param, message: expect.stringContaining('Say each of these anew') as string } },
          },
        ]);
      expect(await admin.epoch()).toBe(before);
      const key = await routesAlone();
      for (const [route, body] of doors(await make(GIVEN, {}), change))
        expect([route, (await admin.call(route, { key, body })).status]).toEqual([route, 403]);
      for (const [route, body] of doors(id, change))
        expect([route, (await admin.call(route, { body })).status]).toEqual([route, 200]);
    },
  );

  it('is changed in all else, and led elsewhere with what the team says itself', async () => {
    const id = await make();
    for (const change of [
      { model: 'openai/gpt-4o-mini', rpm: 5, api_base: null },
      { api_base: 'https://api.openai.com/v1', base_url: null },
      { api_base: ELSEWHERE, api_key: 'mine', extra_headers: null },
    ])
      for (const [route, body] of doors(id, change))
        expect([route, change, (await admin.call(route, { key: lead, body })).status]).toEqual([route, change, 200]);
    const [route, body] = doors(await make(), {
      api_base: ELSEWHERE,
      api_key: null,
      extra_headers: { 'x-own': 'mine' },
    })[1];
    expect((await admin.call(route, { key: lead, body })).status).toBe(200);
  });

  it('has a credential by its name: a key that is held back leads it to no other provider', async () => {
    const name = await admin.makeCredential({ credential_values: { api_key: 'sk-of-the-operator-0123456789' } });
    const id = await make({ model: 'openai/gpt-4o', litellm_credential_name: name }, {});
    const key = await routesAlone();
    for (const model of ['ollama/llama3', 'groq/x', 'anthropic/x'])
      for (const [route, body] of doors(id, { model }))
        expect([route, (await admin.call(route, { key, body })).status]).toEqual([route, 403]);
    for (const [route, body] of doors(id, { model: 'openai/gpt-4o-mini', rpm: 5 }))
      expect([route, (await admin.call(route, { key, body })).status]).toEqual([route, 200]);
    for (const change of [{ model: 'groq/x' }, { model: 'openai/x' }])
      for (const [route, body] of doors(id, change))
        expect([route, (await admin.call(route, { body })).status]).toEqual([route, 200]);
    const away = doors(id, { model: 'groq/x', litellm_credential_name: null, api_key: 'mine' })[1];
    expect((await admin.call(away[0], { key, body: away[1] })).status).toBe(200);
  });

  it('is a credential as well: no key that is held back gives it to more addresses', async () => {
    const name = await admin.makeCredential({ credential_values: { api_key: 'sk-of-the-operator-0123456789' } });
    const key = await routesAlone();
    const route = `PATCH /credentials/${name}`;
    const values = { credential_values: { api_base: ELSEWHERE } };
    const widened = [
      [{ allowed_origins: ['https://models.example'] }, 'allowed_origins'],
      [values, 'credential_values.api_base'],
    ] as const;
    for (const [body, param] of widened)
      expect(await admin.call(route, { key, body })).toMatchObject({ status: 403, body: { error: { param } } });
    const anew = { credential_values: { api_key: 'another', api_base: ELSEWHERE } };
    expect((await admin.call(route, { key, body: anew })).status).toBe(200);
    expect((await admin.call(route, { key, body: { allowed_origins: [] } })).status).toBe(200);
    expect((await admin.call(route, { body: widened[0][0] })).status).toBe(200);
  });
});
