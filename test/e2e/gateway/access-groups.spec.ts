import { callGateway, createKey, Gateway, waitFor } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { createMigratedDatabase, type TestDatabase } from '../../support/services/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const [FILED, PLAIN, PATTERN, SINGLE] = ['gpt-4o-filed', 'gpt-4o-plain', 'openai/*', 'openai/gpt-4o-single'];
const PRICE = { inputNano: 1_000n, outputNano: 2_000n };
const MASTER_KEY = 'sk-master-of-access-groups-0123456789';
/** A change is seen by every process within a second (edge-and-authority 2). */
const SEEN_MS = 1_000;
const START_MS = 240_000;

/** Two processes over one database: one calls models, the other is told what is in groups. */
describe('access groups', () => {
  let database: TestDatabase;
  let gateway: Gateway;
  let admin: Gateway;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    const group = (name: string) => ({ info: { access_groups: [name] } });
    const config = buildConfig([
      buildChatModel(upstream, FILED, PRICE, group('beta')),
      buildChatModel(upstream, PLAIN, PRICE),
      buildChatModel(upstream, PATTERN, PRICE, { ...group('open'), params: { model: 'openai/*' } }),
      buildChatModel(upstream, SINGLE, PRICE, { ...group('strict'), params: { model: SINGLE } }),
    ]);
    const options = { config, masterKey: MASTER_KEY, databaseUrl: database.url };
    gateway = await Gateway.start({ ...options, args: ['gateway'] });
    admin = await Gateway.start({ ...options, args: ['admin'] });
    for (const model of [FILED, PLAIN, 'gpt-4o-other', 'gpt-4o-single'])
      upstream.on(model, (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
  }, START_MS);
  afterAll(async () => {
    await Promise.all([gateway.dispose(), admin.dispose()]);
    await database.drop();
  }, START_MS);

  const call = async (key: string, model: string): Promise<number> => {
    const body = { model, messages: [{ role: 'user', content: 'Hello!' }] };
    return (await callGateway(gateway, 'POST /v1/chat/completions', { key, body })).status;
  };
  const listed = async (key: string, query = ''): Promise<readonly string[]> => {
    const { body } = await callGateway<{ data: readonly { id: string }[] }>(gateway, `GET /v1/models${query}`, { key });
    return body.data.map(({ id }) => id);
  };
  const seen = async (what: string, check: () => Promise<boolean>): Promise<void> => {
    const from = performance.now();
    await waitFor(what, check);
    expect(performance.now() - from).toBeLessThan(SEEN_MS);
  };
  const change = async (route: string, body?: object): Promise<void> => {
    expect((await callGateway(admin, route, { ...(body && { body }) })).status).toBeLessThan(300);
  };

  it('let a key call what is in those on its list, and nothing else, and show it that alone', async () => {
    const { key } = await createKey(admin, { models: ['beta'] });
    expect([await call(key, FILED), await call(key, PLAIN), await call(key, 'beta')]).toEqual([200, 403, 403]);
    expect(await listed(key)).toEqual([FILED]);
    expect(await listed(key, '?include_model_access_groups=True')).toEqual([FILED, 'beta']);
    expect(await listed(key, '?only_model_access_groups=true')).toEqual(['beta']);
    const all = await createKey(admin);
    expect(await listed(all.key, '?only_model_access_groups=true')).toEqual(['beta', 'open', 'strict']);
  });

  it('take a pattern in without the models that have a place of their own', async () => {
    const { key } = await createKey(admin, { models: ['open'] });
    expect([await call(key, 'openai/gpt-4o-other'), await call(key, SINGLE)]).toEqual([200, 403]);
    const strict = await createKey(admin, { models: ['strict'] });
    expect([await call(strict.key, SINGLE), await call(strict.key, 'openai/gpt-4o-other')]).toEqual([200, 403]);
  });

  it('that change over the API are seen by the gateway within a second', async () => {
    const { key } = await createKey(admin, { models: ['made'] });
    expect(await call(key, PLAIN)).toBe(403);
    await change('POST /access_group/new', { access_group: 'made', model_names: [PLAIN] });
    await seen('a group is made', async () => (await call(key, PLAIN)) === 200);
    await change('PUT /access_group/made/update', { model_names: [FILED] });
    await seen('a group loses the model', async () => (await call(key, PLAIN)) === 403);
    expect(await call(key, FILED)).toBe(200);
    await change('DELETE /access_group/made/delete');
    await seen('a group is deleted', async () => (await call(key, FILED)) === 403);
  });

  it('that are given by their ids, and taken, are seen by the gateway within a second', async () => {
    const { key } = await createKey(admin);
    expect(await call(key, FILED)).toBe(200);
    const body = { access_group_name: 'assigned', access_model_names: [PLAIN], assigned_key_ids: [key] };
    const made = await callGateway<{ access_group_id: string }>(admin, 'POST /v1/access_group', { body });
    await seen('a group is given', async () => (await call(key, FILED)) === 403);
    expect(await call(key, PLAIN)).toBe(200);
    await change(`DELETE /v1/access_group/${made.body.access_group_id}`);
    await seen('a group is taken', async () => (await call(key, PLAIN)) === 403);
  });
});
