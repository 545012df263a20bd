import type { JsonObject } from '@tollgate/kernel';
import { findProviderIds, REQUEST_PLACES } from '@tollgate/formats';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  type Answer,
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  waitForRows,
} from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat, speakMessage, speakResponse } from '../../support/upstream/index.js';

type Json = Record<string, unknown>;
type Places = (typeof REQUEST_PLACES)[keyof typeof REQUEST_PLACES] & object;

const upstream = ReplayUpstream.ofFile();
const SPOKEN = { outputTokens: 1, promptTokens: 1 };
upstream.on('m', (request) =>
  request.path.endsWith('/responses')
    ? speakResponse(request, { ...SPOKEN, response: { id: `resp_${String(upstream.requests.length)}` } })
    : request.path.endsWith('/chat/completions')
      ? speakChat(request, SPOKEN)
      : answerJson(200, {
          created: 1,
          data: [{ b64_json: 'AAAA' }],
          choices: [{ index: 0, text: 'Hi', finish_reason: 'stop' }],
        }),
);
upstream.on('claude', (request) => speakMessage(request, SPOKEN));
upstream.on('g', answerJson(200, { candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] } }] }));

/** How each dialect is spoken: its route, its model, and the least that a body of it holds. */
const DIALECTS: Readonly<Record<string, { readonly route: string; readonly body: Json }>> = {
  'openai-chat': { route: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } },
  'openai-completions': { route: '/v1/completions', body: { model: 'c', prompt: 'Hi' } },
  'openai-responses': { route: '/v1/responses', body: { model: 'm', input: 'Hi' } },
  'anthropic-messages': {
    route: '/v1/messages',
    body: { model: 'claude', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
  },
  gemini: {
    route: '/v1beta/models/g:generateContent',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  },
  'openai-images': { route: '/v1/images/generations', body: { model: 'm', prompt: 'Hi' } },
};

/** What an object at that place says beside the id, so that the gateway takes it for what it is. */
const BESIDE: Readonly<Record<string, Json>> = {
  messages: { role: 'user' },
  contents: { role: 'user' },
  tools: { type: 'custom_of_the_provider' },
};

const CASES = Object.entries(REQUEST_PLACES).flatMap(([format, places]) =>
  Object.keys(places as Places).map((path): [format: string, path: string] => [format, path]),
);

function idAt(format: string, path: string): string {
  const place = (REQUEST_PLACES as Record<string, Places>)[format]?.[path];
  const number = String(CASES.findIndex(([of, at]) => of === format && at === path));
  const isId = place?.holds('anything', {}) === true;
  return isId ? `kept-${number}` : `https://generativelanguage.googleapis.com/v1beta/files/kept-${number}`;
}

/** The least body of the dialect, and the id at its place. */
function bodyWith(format: string, path: string, id: string): Json {
  return { ...DIALECTS[format]?.body, ...built(path, id) };
}

function built(path: string, id: string): Json {
  return grow(path.split('.'), id, path) as Json;
}

function grow([segment = '', ...rest]: readonly string[], id: string, path: string): unknown {
  if (segment === '') return id;
  const isList = segment.endsWith('[]');
  const name = segment.replace('[]', '').replace('*', 'any');
  const inner = grow(rest, id, path);
  const whole = typeof inner === 'object' ? { ...besideOf(name, path), ...inner } : inner;
  return { [name]: isList ? [whole] : whole };
}

function besideOf(name: string, path: string): Json {
  if (name === 'content') return { type: path.startsWith('messages') ? 'of_the_provider' : 'input_file' };
  if (name === 'source') return { type: 'content' };
  if (path === 'input[].id') return { type: 'item_reference' };
  if (name === 'input' && path.startsWith('input[].content')) return { role: 'user' };
  if (name === 'input') return { type: path.includes('.output') ? 'function_call_output' : 'of_the_provider' };
  if (path.startsWith('messages[].audio')) return name === 'messages' ? { role: 'assistant' } : {};
  return BESIDE[name] ?? {};
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
    const sent = (): string => upstream.requests.at(-1)?.text ?? '';

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
      expect(Object.keys(DIALECTS).sort()).toEqual(Object.keys(REQUEST_PLACES).sort());
    });

    it.each(CASES)('of another tenant is 404 in %s, at %s, and the provider is not asked', async (format, path) => {
      const id = idAt(format, path);
      await ownerOf(format);
      const key = await strangerTo(format);
      const before = upstream.requests.length;
      for (const body of [bodyWith(format, path, id), { ...DIALECTS[format]?.body, extra_body: built(path, id) }]) {
        const answer = await call(format, body, key);
        expect([answer.status, answer.text]).toEqual([404, expect.stringContaining(id)]);
      }
      expect(upstream.requests).toHaveLength(before);
    });

    it.each(CASES)('is passed on as it is for its owner in %s, at %s', async (format, path) => {
      const id = idAt(format, path);
      const key = await ownerOf(format);
      const body = bodyWith(format, path, id);
      expect(findProviderIds(format as 'gemini', body as JsonObject)).toHaveLength(1);
      const before = upstream.requests.length;
      const answer = await call(format, body, key);
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
