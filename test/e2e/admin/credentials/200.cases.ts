import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string; readonly param: string };
}

const SECRET = 'sk-provider-secret-0123456789';

describe('credentials that are kept', () => {
  let admin: TestAdmin;
  let server: Server;
  let origin: string;
  let seen: (string | undefined)[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  beforeEach(() => {
    seen = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await admin.close();
  });

  const tryOut = (litellm_params: object, more: { readonly key?: string; readonly info?: object } = {}) =>
    admin.call<Refusal & { readonly status: string }>('POST /health/test_connection', {
      body: { litellm_params, model_info: more.info ?? {} },
      ...(more.key !== undefined && { key: more.key }),
    });
  const isServed = async (id: string): Promise<boolean> => {
    const { body } = await admin.call<{ data: { model_info: object }[] }>(`GET /model/info?litellm_model_id=${id}`);
    return !('error' in (body.data[0]?.model_info ?? {}));
  };

  it("are made, listed, found, changed and deleted, in LiteLLM's words", async () => {
    const credential_name = 'openai-prod';
    const body = { credential_name, credential_values: { api_key: SECRET }, credential_info: { note: 'x' } };
    const made = await admin.call('POST /credentials', { body });
    expect(made).toMatchObject({ status: 200, body: { success: true, message: 'Credential created successfully' } });
    expect((await admin.call<Refusal>('POST /credentials', { body })).body.error.param).toBe('credential_name');
    const found = { credential_name, credential_values: { api_key: '***' }, credential_info: { note: 'x' } };
    expect((await admin.call(`GET /credentials/by_name/${credential_name}`)).body).toMatchObject(found);
    expect((await admin.call('GET /credentials')).body).toMatchObject({ success: true, credentials: [found] });
    const changes = { credential_values: { api_base: 'https://models.example/v1' }, credential_info: { note: null } };
    await admin.call(`PATCH /credentials/${credential_name}`, { body: changes });
    expect((await admin.call(`GET /credentials/by_name/${credential_name}`)).body).toEqual({
      credential_name,
      credential_values: { api_key: '***', api_base: 'https://models.example/v1' },
      credential_info: {},
      allowed_origins: ['https://models.example'],
    });
    expect((await admin.call(`DELETE /credentials/${credential_name}`)).status).toBe(200);
    for (const route of ['GET /credentials/by_name/', 'DELETE /credentials/', 'PATCH /credentials/'])
      expect(
        (await admin.call(`${route}${credential_name}`, route.startsWith('PATCH') ? { body: {} } : {})).status,
      ).toBe(404);
  });

  it('have no secret in any answer, row or audit entry', async () => {
    const name = await admin.makeCredential({
      credential_values: { api_key: SECRET, anything: SECRET, api_base: `https://models.example?key=${SECRET}` },
      credential_info: { password: SECRET },
    });
    await admin.call(`PATCH /credentials/${name}`, { body: { credential_values: { api_key: `${SECRET}-2` } } });
    const shown = [
      (await admin.call('GET /credentials')).body,
      (await admin.call(`GET /credentials/by_name/${name}`)).body,
      await admin.storedCredentials(),
      await admin.auditTexts('credential'),
    ];
    for (const value of shown) expect(JSON.stringify(value)).not.toContain(SECRET);
  });

  it('go where they are bound to, with the models that name them', async () => {
    const name = await admin.makeCredential({ credential_values: { api_key: SECRET, api_base: `${origin}/v1` } });
    expect((await tryOut({ model: 'openai/m', litellm_credential_name: name })).body.status).toBe('success');
    expect(seen).toEqual([`Bearer ${SECRET}`]);
  });

  it('go nowhere else: not to an address that a model names, nor to one that an update brings', async () => {
    const name = await admin.makeCredential({ credential_values: { api_key: SECRET } });
    const params = { model: 'openai/m', litellm_credential_name: name };
    const foreign = await tryOut({ ...params, api_base: `${origin}/v1` });
    expect(foreign).toMatchObject({
      status: 400,
      body: { error: { param: 'litellm_params.litellm_credential_name' } },
    });
    const id = await admin.makeModel({ params });
    const update = { litellm_params: { base_url: `${origin}/v1` } };
    expect((await admin.call(`PATCH /model/${id}/update`, { body: update })).status).toBe(400);
    expect(seen).toEqual([]);
    await admin.call(`PATCH /credentials/${name}`, { body: { allowed_origins: [origin] } });
    expect((await tryOut({ ...params, api_base: `${origin}/v1` })).body.status).toBe('success');
    expect(seen).toEqual([`Bearer ${SECRET}`]);
  });

  it.each(['http://169.254.169.254/v1', 'http://metadata.google.internal', 'http://[fd00:ec2::254]/'])(
    'have no address of a metadata service: %s is refused when it is set',
    async (api_base) => {
      const body = { credential_name: admin.newId(), credential_values: { api_key: SECRET, api_base } };
      const refused = await admin.call('POST /credentials', { body: { ...body, credential_info: {} } });
      expect(refused).toMatchObject({ status: 400, body: { error: { param: 'credential_values.api_base' } } });
      const name = await admin.makeCredential({ credential_values: { api_key: SECRET } });
      const changed = await admin.call(`PATCH /credentials/${name}`, { body: { credential_values: { api_base } } });
      expect(changed.status).toBe(400);
    },
  );

  it("are no team's to use, which does not learn whether there are any", async () => {
    const [name, team] = [await admin.makeCredential(), await admin.makeTeam()];
    const lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    const asked = (litellm_credential_name: string) =>
      tryOut({ model: 'openai/m', litellm_credential_name }, { key: lead.secret, info: { team_id: team } });
    const [there, absent] = [await asked(name), await asked('absent')];
    expect([there.status, there.body]).toEqual([400, absent.body]);
  });

  it('that are deleted take the models that name them out of service, named with the reason, until they are there again', async () => {
    const credential_name = await admin.makeCredential();
    const id = await admin.makeModel({ params: { model: 'mock/echo', litellm_credential_name: credential_name } });
    expect(await isServed(id)).toBe(true);
    await admin.call(`DELETE /credentials/${credential_name}`);
    expect(await isServed(id)).toBe(false);
    await admin.makeCredential({ credential_name });
    expect(await isServed(id)).toBe(true);
  });
});

it('what a model calls its provider with is shown by its id, without the secrets', async () => {
  const admin = await startAdmin();
  const params = { model: 'openai/gpt-4o', api_key: 'sk-of-the-provider', api_base: 'https://models.example/v1' };
  const id = await admin.makeModel({ name: 'with-a-key', params });
  const answer = await admin.call(`GET /credentials/by_model/${id}`);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      credential_name: `with-a-key-credential-${id}`,
      credential_values: { api_key: '***', api_base: 'https://models.example/v1' },
      credential_info: {},
    },
  });
  expect(JSON.stringify(answer.body)).not.toContain('sk-of-the-provider');
  expect((await admin.call('GET /credentials/by_model/absent')).status).toBe(404);
  await admin.close();
});
