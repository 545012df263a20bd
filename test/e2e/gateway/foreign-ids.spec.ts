import type { JsonObject } from '@tollgate/kernel';
import { findProviderIds } from '@tollgate/formats';
import { listedPlaces } from '../../contract/kept-ids/listed-places.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  type Answer,
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  waitForRows,
} from '../../support/gateway/index.js';
import {
  answerJson,
  ReplayUpstream,
  speakChat,
  speakMessage,
  speakResponse,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';
import { bodiesWith, CASES, DIALECTS, formWith, idAt, isTranscribed, type Json } from './foreign-bodies.js';

const upstream = ReplayUpstream.ofFile();
const SPOKEN = { outputTokens: 1, promptTokens: 1 };
upstream.on('m', speakOpenAi);
upstream.on('claude', (request) => speakMessage(request, SPOKEN));
upstream.on('g', answerJson(200, { candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] } }] }));

function speakOpenAi(request: UpstreamRequest): UpstreamAnswer {
  const { path } = request;
  if (path.endsWith('/responses'))
    return speakResponse(request, { ...SPOKEN, response: { id: `resp_${String(upstream.requests.length)}` } });
  if (path.endsWith('/chat/completions')) return speakChat(request, SPOKEN);
  if (path.endsWith('/speech')) return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'spoken' };
  if (path.endsWith('/transcriptions')) return answerJson(200, { text: 'Hi' });
  if (path.endsWith('/moderations'))
    return answerJson(200, { id: 'modr-1', model: 'm', results: [{ flagged: false }] });
  return answerJson(200, {
    created: 1,
    data: [{ b64_json: 'AAAA' }],
    choices: [{ index: 0, text: 'Hi', finish_reason: 'stop' }],
  });
}

describeAt(
  'everything set',
  'an id of what a provider keeps',
  () => ({
    config: buildConfig(
      [
        buildModel({ name: 'm', model: 'openai/m', apiBase: `${upstream.url}/v1` }),
        buildModel({ name: 'c', model: 'text-completion-openai/m', apiBase: `${upstream.url}/v1` }),
        buildModel({ name: 'claude', model: 'anthropic/claude', apiBase: upstream.url }),
        buildModel({ name: 'g', model: 'gemini/g', apiBase: upstream.url }),
      ],
      { general_settings: { shared_provider_objects: ['vs_for_all', 'conv_for_all'] } },
    ),
  }),
  (gateway) => {
    const call = (format: string, body: Json, key: string): Promise<Answer> =>
      callGateway(gateway(), `POST ${DIALECTS[format]?.route ?? ''}`, { key, body });
    const transcribe = (path: string, id: string, key: string): Promise<Answer> =>
      callGateway(gateway(), 'POST /v1/audio/transcriptions', { key, form: formWith(path, id) });
    const sent = (): string => upstream.requests.at(-1)?.text ?? '';

    const bodyWith = (format: string, path: string, id: string): Json => bodiesWith(format, path, id)[0];

    const keys = new Map<string, Promise<string>>();
    /** A key of the dialect, whose tenant was told every id of the tests by an answer of the dialect's model. */
    const ownerOf = (format: string): Promise<string> => keyFor(`owner of ${format}`, () => makeOwner(format));
    const strangerTo = (format: string): Promise<string> =>
      keyFor(`stranger to ${format}`, async () => (await createKey(gateway())).key);
    const keyFor = (who: string, make: () => Promise<string>): Promise<string> => {
      const made = keys.get(who) ?? make();
      keys.set(who, made);
      return made;
    };
    const makeOwner = async (format: string): Promise<string> => {
      const { key } = await createKey(gateway());
      const { body: kept } = await call('openai-responses', { model: 'm', input: 'Hi' }, key);
      const { headers } = await call(format, { ...DIALECTS[format]?.body }, key);
      await queryDatabase(
        gateway().databaseUrl,
        'UPDATE tollgate.provider_object SET named_ids = $2, deployment_id = $3 WHERE public_id = $1',
        [kept['id'], CASES.map(([of, path]) => idAt(of, path)), headers.get('x-litellm-model-id')],
      );
      return key;
    };

    it('has a dialect here for each that has places', () => {
      expect(Object.keys(DIALECTS).sort()).toEqual(Object.keys(listedPlaces()).sort());
    });

    it.each(CASES)('of another tenant is 404 in %s, at %s, and the provider is not asked', async (format, path) => {
      const id = idAt(format, path);
      await ownerOf(format);
      const key = await strangerTo(format);
      const before = upstream.requests.length;
      const answers = isTranscribed(format, path)
        ? [await transcribe(path, id, key)]
        : await Promise.all(bodiesWith(format, path, id).map((body) => call(format, body, key)));
      for (const answer of answers) expect([answer.status, answer.text]).toEqual([404, expect.stringContaining(id)]);
      expect(upstream.requests).toHaveLength(before);
    });

    it.each(CASES)('is passed on as it is for its owner in %s, at %s', async (format, path) => {
      const id = idAt(format, path);
      const key = await ownerOf(format);
      const [body] = bodiesWith(format, path, id);
      const form = isTranscribed(format, path);
      if (!form) expect(findProviderIds(format as 'gemini', body as JsonObject)).toHaveLength(1);
      const before = upstream.requests.length;
      const answer = form ? await transcribe(path, id, key) : await call(format, body, key);
      expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
      expect(upstream.requests).toHaveLength(before + 1);
      expect(sent()).toContain(id);
    });

    it('is refused in the words of the client’s dialect, with what can be done', async () => {
      const { key } = await createKey(gateway());
      const shape: Readonly<Record<string, object>> = {
        'openai-chat': { error: { message: expect.stringContaining('shared_provider_objects'), param: 'container' } },
        'anthropic-messages': { type: 'error', error: { type: 'not_found_error', message: expect.any(String) } },
        gemini: { error: { code: 404, status: 'NOT_FOUND', message: expect.any(String) } },
      };
      for (const [format, body] of Object.entries(shape))
        expect(await call(format, bodyWith(format, 'container', 'c-1'), key)).toMatchObject({ status: 404, body });
    });

    it('that the operator shares is anybody’s, exactly as it is listed', async () => {
      const { key } = await createKey(gateway());
      const searching = (id: string): Json => bodyWith('openai-responses', 'tools[].vector_store_ids[]', id);
      expect((await call('openai-responses', searching('vs_for_all'), key)).status).toBe(200);
      expect(sent()).toContain('vs_for_all');
      for (const other of ['vs_for_al', 'VS_FOR_ALL', 'vs_for_all '])
        expect((await call('openai-responses', searching(other), key)).status).toBe(404);
      const talk = { model: 'm', input: 'Hi', conversation: 'conv_for_all' };
      expect((await call('openai-responses', talk, key)).status).toBe(200);
      expect(sent()).toContain('conv_for_all');
      expect((await call('openai-responses', { ...talk, conversation: 'conv_other' }, key)).status).toBe(404);
    });

    it('costs nobody anything where it is refused', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const answer = await call('openai-chat', bodyWith('openai-chat', 'container', 'c-1'), key);
      expect(answer.status).toBe(404);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'refused', cost_nano: 0n });
    });
  },
);
