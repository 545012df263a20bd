import { ROUTES } from '../../../apps/gateway/src/http/route-table.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import {
  answerJson,
  answerRecording,
  ReplayUpstream,
  ResponsesProvider,
  speakResponse,
} from '../../support/upstream/index.js';
import type { UpstreamRule } from '../../support/upstream/replay-upstream.js';

const upstream = ReplayUpstream.ofFile();
const messages = [{ role: 'user', content: 'Hello!' }];
const picture = { file: 'image', name: 'a.png' };
const sound = { file: 'file', name: 'a.wav' };

interface Called {
  readonly rule: UpstreamRule | ReturnType<typeof answerJson>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Sent as a form with a file. */
  readonly form?: { readonly file: string; readonly name: string };
}

/** What is sent to each surface of OpenAI's, and what its provider answers. */
const SURFACES: Readonly<Record<string, Called>> = {
  'chat-completions': { rule: answerRecording('openai-chat', 'azure/gpt-deployment.http.json'), body: { messages } },
  completions: { rule: answerRecording('openai-completions', 'text.http.json'), body: { prompt: 'def' } },
  responses: {
    rule: (request) => speakResponse(request, { outputTokens: 3, promptTokens: 10 }),
    body: { input: 'Hello!' },
  },
  embeddings: { rule: answerRecording('openai-embeddings', 'openai/base64.http.json'), body: { input: 'Hello!' } },
  moderations: {
    rule: answerJson(200, {
      id: 'modr-1',
      model: 'm',
      results: [{ flagged: false, categories: {}, category_scores: {} }],
    }),
    body: { input: 'Hello!' },
  },
  transcriptions: { rule: answerJson(200, { text: 'Hello!' }), body: {}, form: sound },
  translations: { rule: answerJson(200, { text: 'Hello!' }), body: {}, form: sound },
  speech: {
    rule: answerRecording('openai-audio', 'speech/mp3.http.json'),
    body: { input: 'Hello!', voice: 'alloy' },
  },
  images: { rule: answerRecording('openai-images', 'url-response.http.json'), body: { prompt: 'a cat' } },
  'image-edits': {
    rule: answerRecording('openai-images', 'url-response.http.json'),
    body: { prompt: 'a cat' },
    form: picture,
  },
};

const modelOf = (surface: string): string => `at/${surface}`;
void new ResponsesProvider(upstream, ['up-kept']);
for (const [surface, { rule }] of Object.entries(SURFACES)) upstream.on(`up-${surface}`, rule);

const config = (): object =>
  buildConfig(
    [...Object.keys(SURFACES), 'kept'].map((surface) =>
      buildModel({
        name: modelOf(surface),
        model: `${surface === 'completions' ? 'text-completion-openai' : 'openai'}/up-${surface}`,
        apiBase: `${upstream.url}/v1`,
      }),
    ),
  );

/** Where clients of OpenAI's dialects look for a surface: OpenAI's, their old ones, Azure's, and LiteLLM's. */
const PLACES = [
  '',
  '/v1',
  '/openai',
  '/openai/v1',
  '/openai/deployments/{model}',
  '/v1/openai/deployments/{model}',
  '/engines/{model}',
  '/v1/engines/{model}',
];
/** What can be done with a response that is kept, at each of them: its method and what stands behind its id. */
const ACTIONS = [
  ['GET', ''],
  ['GET', '/input_items'],
  ['POST', '/cancel'],
  ['DELETE', ''],
] as const;
const ENDPOINTS = Object.keys(SURFACES).map((surface) => {
  const row = ROUTES.find(
    ({ path, target }) => path.startsWith('/v1/') && target.kind === 'surface' && target.surface === surface,
  );
  return [surface, row?.path.slice('/v1'.length) ?? 'no row'] as const;
});
const ADDRESSES = ENDPOINTS.flatMap(([surface, endpoint]) =>
  PLACES.map((place) => [`${place}${endpoint}`, surface] as const),
);

describe('the addresses of OpenAI’s surfaces', () => {
  it('are all of those that the route table has for them', () => {
    const listed = ROUTES.filter(({ target }) => target.kind === 'surface' && Object.hasOwn(SURFACES, target.surface));
    expect(listed.map(({ path }) => path).sort()).toEqual(ADDRESSES.map(([path]) => path).sort());
  });
});

describe('the addresses of a kept response', () => {
  it('are all of those that the route table has for one', () => {
    const listed = ROUTES.filter(({ target }) => target.kind === 'object');
    expect(listed.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      PLACES.flatMap((place) => ACTIONS.map(([method, end]) => `${method} ${place}/responses/{id}${end}`)).sort(),
    );
  });
});

describeAt(
  'nothing set',
  'each address of OpenAI’s surfaces',
  () => ({ config: config() }),
  (gateway) => {
    const send = async (path: string, { body, form }: Called, model: string | undefined): Promise<Response> => {
      const headers = { 'api-key': gateway().masterKey };
      const url = `${gateway().url}${path}?api-version=2024-10-21`;
      const fields = { ...body, ...(model !== undefined && { model }) };
      if (form === undefined)
        return fetch(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(fields),
        });
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.set(name, String(value));
      data.set(form.file, new File([Buffer.from([137, 80, 78, 71])], form.name));
      return fetch(url, { method: 'POST', headers, body: data });
    };

    it.each(PLACES)('a response that is kept is its owner’s alone beneath %s/responses', async (place) => {
      const at = place.replace('{model}', modelOf('kept'));
      const call = (route: string, key: string, body?: object) =>
        callGateway(gateway(), route, { key, ...(body !== undefined && { body }) });
      const [{ key: owner }, { key: stranger }] = [await createKey(gateway()), await createKey(gateway())];
      const made = await call(`POST ${at}/responses`, owner, { model: modelOf('kept'), input: 'Hello!' });
      const id = String(made.body['id']);
      expect([made.status, id]).toEqual([200, expect.stringMatching(/^resp_[0-9a-f]{32}$/)]);
      for (const [method, end] of ACTIONS) {
        const route = `${method} ${at}/responses/${id}${end}?api-version=2025-03-01-preview`;
        expect([route, (await call(route, stranger)).status]).toEqual([route, 404]);
        expect([route, (await call(route, owner)).status]).toEqual([route, 200]);
      }
      expect((await call(`GET ${at}/responses/${id}`, owner)).status).toBe(404);
    });

    it.each(ADDRESSES)('%s reaches the model, with Azure’s header and version', async (path, surface) => {
      const model = modelOf(surface);
      const inPath = path.includes('{model}');
      const before = upstream.of(`up-${surface}`).length;
      const called = SURFACES[surface] as Called;
      // the path goes before the body
      const answer = await send(path.replace('{model}', model), called, inPath ? 'nothing' : model);
      await answer.arrayBuffer();
      expect([path, answer.status]).toEqual([path, 200]);
      expect(upstream.of(`up-${surface}`)).toHaveLength(before + 1);
    });
  },
);
