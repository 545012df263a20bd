import { buildConfig, buildModel } from '../../support/builders/index.js';
import { type Answer, callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import {
  answerJson,
  ReplayUpstream,
  speakResponse,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

const TURNS = 6;
const upstream = ReplayUpstream.ofFile();
const down = new Set<string>();
const made = new Map<string, string>();

/** Keeps what it answers: of another deployment's answer it knows nothing, and when it is down it says so. */
function answer(request: UpstreamRequest): UpstreamAnswer {
  const { model, body } = request;
  if (down.has(model)) return answerJson(503, { error: { type: 'server_error', message: `${model} is overloaded` } });
  const { previous_response_id: previous = null, prompt_cache_options: options } = body;
  if (typeof previous === 'string' && made.get(previous) !== model)
    return answerJson(404, { error: { type: 'invalid_request_error', message: `Response '${previous}' not found.` } });
  const id = `resp_provider${String(made.size + 1).padStart(4, '0')}`;
  made.set(id, model);
  return speakResponse(request, {
    ...{ outputTokens: 1, promptTokens: 1 },
    response: { id, previous_response_id: previous, ...(options !== undefined && { prompt_cache_options: options }) },
  });
}

/** A group of two, of which the one that is asked seldom is the home of what the tests go on from. */
function group(name: string, accounts: readonly [seldom: string, often: string]): readonly object[] {
  const models = [`${name}-seldom`, `${name}-often`];
  for (const model of models) upstream.on(model, answer);
  return models.map((model, index) =>
    buildModel({
      name,
      model: `openai/${model}`,
      apiBase: `${upstream.url}/v1`,
      params: { api_key: accounts[index], weight: index === 0 ? 1 : 4 },
    }),
  );
}

describeAt(
  'everything set',
  'a response that one of several deployments keeps',
  () => ({
    config: buildConfig(
      [
        ...group('twins', ['sk-one', 'sk-one']),
        ...group('pair', ['sk-first', 'sk-second']),
        ...group('fragile', ['sk-one', 'sk-one']),
        ...group('torn', ['sk-first', 'sk-second']),
      ],
      { router_settings: { num_retries: 2, retry_after: 0 } },
    ),
  }),
  (gateway) => {
    const respond = (body: object, key: string): Promise<Answer> =>
      callGateway(gateway(), 'POST /v1/responses', { key, body: { input: 'Hi', ...body } });
    const idOf = ({ text }: Answer): string => /resp_[0-9a-f]{32}/.exec(text)?.[0] ?? 'none';
    /** An answer of the deployment that is seldom asked. */
    const madeSeldom = async (model: string, key: string): Promise<string> => {
      for (let tries = 0; tries < 200; tries += 1) {
        const id = idOf(await respond({ model }, key));
        if (upstream.requests.at(-1)?.model === `${model}-seldom`) return id;
      }
      throw new Error('never asked');
    };

    it.each([
      ['twins', false],
      ['twins', true],
      ['pair', false],
      ['pair', true],
    ])('is gone on from at that one alone, whatever the weights (%s, stream %s)', async (model, stream) => {
      const { key } = await createKey(gateway());
      let previous = await madeSeldom(model, key);
      for (let turn = 0; turn < TURNS; turn += 1) {
        const said = await respond({ model, stream, previous_response_id: previous }, key);
        expect([said.status, upstream.requests.at(-1)?.model]).toEqual([200, `${model}-seldom`]);
        previous = idOf(said);
      }
    });

    it.each(['fragile', 'torn'])('is not asked of another while that one is down (%s)', async (model) => {
      const { key } = await createKey(gateway());
      const previous = await madeSeldom(model, key);
      down.add(`${model}-seldom`);
      const before = upstream.requests.length;
      const failed = await respond({ model, previous_response_id: previous }, key);
      expect(failed).toMatchObject({
        status: 503,
        body: { error: { message: expect.stringContaining(`${model}-seldom is overloaded`) } },
      });
      expect(upstream.requests.slice(before).map((request) => request.model)).toEqual(
        Array.from({ length: 3 }, () => `${model}-seldom`),
      );
      // what goes on from nothing is answered by the other
      expect((await respond({ model }, key)).status).toBe(200);
      down.delete(`${model}-seldom`);
      expect((await respond({ model, previous_response_id: previous }, key)).status).toBe(200);
    });

    it('is compared with by the id that was shown, at its home, and the answer shows no other', async () => {
      const [{ key }, { key: stranger }] = [await createKey(gateway()), await createKey(gateway())];
      const id = await madeSeldom('twins', key);
      const comparing = (compared: string): object => ({
        model: 'twins',
        prompt_cache_options: { mode: 'implicit', comparison_response_id: compared },
      });
      for (const stream of [false, true]) {
        const said = await respond({ ...comparing(id), stream }, key);
        const sent = upstream.requests.at(-1);
        expect([said.status, sent?.model]).toEqual([200, 'twins-seldom']);
        expect(sent?.body['prompt_cache_options']).toEqual({
          mode: 'implicit',
          comparison_response_id: expect.stringMatching(/^resp_provider\d+$/),
        });
        expect(said.text).toContain(`"comparison_response_id":"${id}"`);
        expect(said.text).not.toContain('resp_provider');
      }
      const [upstreamId = ''] = made.keys();
      const before = upstream.requests.length;
      for (const [named, asker] of [
        [id, stranger],
        [upstreamId, stranger],
        [upstreamId, key],
      ] as const)
        expect(await respond(comparing(named), asker)).toMatchObject({
          status: 404,
          body: { error: { param: 'prompt_cache_options.comparison_response_id' } },
        });
      expect(upstream.requests).toHaveLength(before);
    });
  },
);
