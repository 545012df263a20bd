import { buildChatModel, buildConfig, buildModel } from '../../support/builders/index.js';
import { askAdmin, callGateway, Gateway, waitFor } from '../../support/gateway/index.js';
import { createMigratedDatabase, type TestDatabase } from '../../support/services/index.js';
import { answerJson, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
upstream.on('down', answerJson(500, { error: { message: 'down', type: 'server_error' } }));
for (const model of ['up', 'other'])
  upstream.on(model, (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));

const PRICE = { inputNano: 1_000n, outputNano: 2_000n };
const MASTER_KEY = 'sk-master-of-two-processes-0123456789';
/** A change is seen by every process within a second. */
const SEEN_MS = 1_000;
const START_MS = 240_000;

describe('settings that one process changes', () => {
  let database: TestDatabase;
  let gateway: Gateway;
  let admin: Gateway;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    const config = buildConfig(
      [
        buildModel({ name: 'down', model: 'openai/down', apiBase: `${upstream.url}/v1` }),
        buildChatModel(upstream, 'up', PRICE),
        buildChatModel(upstream, 'other', PRICE),
      ],
      { router_settings: { num_retries: 0, fallbacks: [{ down: ['other'] }] } },
    );
    const options = { config, masterKey: MASTER_KEY, databaseUrl: database.url };
    gateway = await Gateway.start({ ...options, args: ['gateway'] });
    admin = await Gateway.start({ ...options, args: ['admin'] });
  }, START_MS);
  afterAll(async () => {
    await Promise.all([gateway.dispose(), admin.dispose()]);
    await database.drop();
  }, START_MS);

  const ask = () =>
    callGateway(gateway, 'POST /v1/chat/completions', {
      body: { model: 'down', messages: [{ role: 'user', content: 'x' }] },
    });
  const seen = async (what: string, holds: (answer: Awaited<ReturnType<typeof ask>>) => boolean) => {
    const from = performance.now();
    await waitFor(what, async () => (holds(await ask()) ? true : undefined));
    expect(performance.now() - from).toBeLessThan(SEEN_MS);
  };
  const answeredBy = (group: string) => (answer: Awaited<ReturnType<typeof ask>>) =>
    answer.headers.get('x-litellm-model-group') === group;

  it("are gone by in the others within a second, before the operator's file, and the file after them", async () => {
    expect(answeredBy('other')(await ask())).toBe(true);
    await askAdmin(admin, 'POST /fallback', { model: 'down', fallback_models: ['up'] });
    await seen('the fallback of the API', answeredBy('up'));
    await callGateway(admin, 'DELETE /fallback/down');
    await seen('no fallback', ({ status }) => status === 500);
    await callGateway(admin, 'POST /config/field/delete', {
      body: { config_type: 'router_settings', field_name: 'fallbacks' },
    });
    await seen("the file's fallback", answeredBy('other'));
  });

  it('say how often a provider is asked, and how many may take over', async () => {
    await callGateway(admin, 'POST /config/update', { body: { router_settings: { max_fallbacks: 0 } } });
    await seen('no fallback', ({ status }) => status === 500);
    await callGateway(admin, 'POST /config/update', { body: { router_settings: { num_retries: 1 } } });
    await waitFor('a second attempt', async () => {
      const before = upstream.of('down').length;
      await ask();
      return upstream.of('down').length - before === 2 ? true : undefined;
    });
  });
});
