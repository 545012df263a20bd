import { buildChatModel, buildConfig, buildModel } from '../../support/builders/index.js';
import { askAdmin, callGateway, createKey, describeAtBothEnds } from '../../support/gateway/index.js';
import { answerJson, countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];

upstream.on('down', answerJson(500, { error: { message: 'down for now', type: 'server_error' } }));
for (const model of ['gpt-4o-one', 'gpt-4o-two'])
  upstream.on(model, (request) => speakChat(request, { outputTokens: 3, promptTokens: countPrompt(request.body) }));

describeAtBothEnds(
  'settings of the router that a key or a team has of its own',
  () => ({
    config: buildConfig(
      [
        buildModel({ name: 'down', model: 'openai/down', apiBase: `${upstream.url}/v1` }),
        buildChatModel(upstream, 'gpt-4o-one', PRICE),
        buildChatModel(upstream, 'gpt-4o-two', PRICE),
      ],
      {
        router_settings: {
          num_retries: 0,
          retry_after: 0,
          fallbacks: [{ down: ['gpt-4o-one'] }],
          fallbacks_beyond_model_lists: true,
        },
      },
    ),
  }),
  (gateway) => {
    const ask = async (key: string, model: string) => {
      const body = { model, messages, max_tokens: 3 };
      const { status, headers } = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body });
      return { status, group: headers.get('x-litellm-model-group') };
    };
    const keyWith = async (router_settings: object, more: object = {}) =>
      (await createKey(gateway(), { router_settings, ...more })).key;
    const triesOf = async (key: string): Promise<number> => {
      const before = upstream.of('down').length;
      await ask(key, 'down');
      return upstream.of('down').length - before;
    };

    it('name who takes over for its calls alone, and a key goes before its team', async () => {
      const fallbacks = [{ down: ['gpt-4o-two'] }];
      const { team_id } = await askAdmin(gateway(), 'POST /team/new', { router_settings: { fallbacks } });
      const [plain, own] = [await keyWith({}), await keyWith({ fallbacks })];
      const ofTeam = await keyWith({}, { team_id });
      const beforeTeam = await keyWith({ fallbacks: [{ down: ['gpt-4o-one'] }] }, { team_id });
      expect(await ask(plain, 'down')).toEqual({ status: 200, group: 'gpt-4o-one' });
      expect(await ask(own, 'down')).toEqual({ status: 200, group: 'gpt-4o-two' });
      expect(await ask(ofTeam, 'down')).toEqual({ status: 200, group: 'gpt-4o-two' });
      expect(await ask(beforeTeam, 'down')).toEqual({ status: 200, group: 'gpt-4o-one' });
    });

    it('open no model that the key may not use, as only the operator’s word does', async () => {
      const models = ['down'];
      expect(await ask(await keyWith({}, { models }), 'down')).toEqual({ status: 200, group: 'gpt-4o-one' });
      const own = await keyWith({ fallbacks: [{ down: ['gpt-4o-two'] }] }, { models });
      expect((await ask(own, 'down')).status).toBe(500);
    });

    it('say how often it is tried again, and what names stand for', async () => {
      expect(await triesOf(await keyWith({}))).toBe(1);
      expect(await triesOf(await keyWith({ num_retries: 2 }))).toBe(3);
      const aliased = await keyWith({ model_group_alias: { quick: 'gpt-4o-two' } });
      expect(await ask(aliased, 'quick')).toEqual({ status: 200, group: 'gpt-4o-two' });
      expect((await ask(await keyWith({}), 'quick')).status).toBe(400);
      const held = await keyWith({ model_group_alias: { quick: 'gpt-4o-two' } }, { models: ['quick', 'gpt-4o-one'] });
      expect((await ask(held, 'quick')).status).toBe(403);
    });

    it('are shown, changed, and refused by name where they are the operator’s alone or mean nothing', async () => {
      const { hash } = await createKey(gateway(), { router_settings: { num_retries: 2, timeout: null } });
      const info = async () => (await callGateway<{ info: object }>(gateway(), `GET /key/info?key=${hash}`)).body.info;
      expect(await info()).toMatchObject({ router_settings: { num_retries: 2 } });
      await askAdmin(gateway(), 'POST /key/update', { key: hash, router_settings: {} });
      expect(await info()).toMatchObject({ router_settings: {} });
      for (const [settings, param] of [
        [{ routing_strategy: 'least-busy' }, 'router_settings.routing_strategy'],
        [{ num_retries: 99 }, 'router_settings.num_retries'],
        [{ timeout: -1 }, 'router_settings.timeout'],
        [{ fallbacks: { down: ['x'] } }, 'router_settings.fallbacks'],
        [{ model_group_alias: { a: 1 } }, 'router_settings.model_group_alias'],
      ] as const) {
        const answer = await callGateway(gateway(), 'POST /key/generate', { body: { router_settings: settings } });
        expect(answer).toMatchObject({ status: 400, body: { error: { param } } });
      }
    });

    it('are set by who governs the key, and not by who holds it', async () => {
      const { user_id } = await askAdmin(gateway(), 'POST /user/new', { auto_create_key: false });
      const { key, hash } = await createKey(gateway(), { user_id, router_settings: { num_retries: 0 } });
      const body = { key: hash, router_settings: { num_retries: 9 } };
      const answer = await callGateway(gateway(), 'POST /key/update', { key, body });
      expect(answer).toMatchObject({ status: 403, body: { error: { param: 'router_settings' } } });
    });
  },
);
