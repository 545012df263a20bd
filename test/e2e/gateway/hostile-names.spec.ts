import { PROVIDERS } from '@tollgate/providers';
import { HOSTILE_NAMES } from '../../contract/providers/hostile-names.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt, type Gateway, rawRequest, talkRaw } from '../../support/gateway/index.js';
import { ReplayUpstream, type UpstreamRequest } from '../../support/upstream/index.js';

const PLAIN = 'plain-model';
const messages = [{ role: 'user', content: 'x' }];

/** A provider that knows no model, and so answers 404 to whatever it gets. */
const upstream = ReplayUpstream.ofFile();

const form = (): FormData => {
  const sent = new FormData();
  sent.set('file', new Blob(['RIFF'], { type: 'audio/wav' }), 'a.wav');
  return sent;
};

/** The surface that each operation is reached by, its model named in the body or form. */
const SURFACES: Readonly<Record<string, { readonly path: string; readonly body?: object; readonly form?: true }>> = {
  chat: { path: '/v1/chat/completions', body: { messages } },
  responses: { path: '/v1/responses', body: { input: 'x' } },
  'count-tokens': { path: '/v1/messages/count_tokens', body: { messages } },
  embeddings: { path: '/v1/embeddings', body: { input: 'x' } },
  moderation: { path: '/v1/moderations', body: { input: 'x' } },
  image: { path: '/v1/images/generations', body: { prompt: 'x' } },
  speech: { path: '/v1/audio/speech', body: { input: 'x', voice: 'v' } },
  transcription: { path: '/v1/audio/transcriptions', form: true },
  translation: { path: '/v1/audio/translations', form: true },
};

const REMOTE = PROVIDERS.filter(({ inProcess }) => inProcess === undefined);
const OPERATIONS = REMOTE.flatMap(({ id, adapters }) =>
  Object.keys(adapters).map((operation) => [id, operation] as const),
);

/** Any name at any provider, behind a base of the operator's. */
function config(): object {
  return buildConfig(
    REMOTE.map(({ id, prefixes }) =>
      buildModel({
        name: `${id}-any/*`,
        model: `${prefixes[0] ?? id}/*`,
        apiBase: `${upstream.url}/base`,
        params: { api_version: '2026-01-01' },
      }),
    ),
    { router_settings: { num_retries: 0, disable_cooldowns: true } },
  );
}

async function ask(gateway: Gateway, operation: string, model: string): Promise<number> {
  const surface = SURFACES[operation];
  if (surface === undefined) throw new Error(`nobody asks for ${operation}`);
  const sent = surface.form === true ? form() : undefined;
  sent?.set('model', model);
  const body = sent === undefined ? { body: { model, ...surface.body } } : { form: sent };
  return (await callGateway(gateway, `POST ${surface.path}`, body)).status;
}

/** What the provider received of one request of a client, and how that was answered. */
async function receivedOf(
  act: () => Promise<number>,
): Promise<{ status: number; received: readonly UpstreamRequest[] }> {
  const before = upstream.requests.length;
  const status = await act();
  return { status, received: upstream.requests.slice(before) };
}

/** The targets that plain names come to, `PLAIN` where the model's own segment stands. */
async function templatesOf(gateway: Gateway, operation: string, provider: string): Promise<readonly string[]> {
  const { received } = await receivedOf(() => ask(gateway, operation, `${provider}-any/${PLAIN}`));
  return received.map(({ path }) => path);
}

/** In what a request is none of the templates with another model; undefined where it is one. */
function deviation(
  { method, path, headers }: UpstreamRequest,
  templates: readonly string[],
  name: string,
): string | undefined {
  if (method !== 'POST') return `${method} ${path}`;
  if (headers.host !== new URL(upstream.url).host) return `to ${String(headers.host)}`;
  return templates.some((template) => isOf(template, path, name)) ? undefined : path;
}

/** The model is one segment, encoded once: no more and no less of the path is the client's. */
function isOf(template: string, path: string, name: string): boolean {
  const [before = '', after] = template.split(PLAIN);
  if (after === undefined) return path === template;
  const segment = path.slice(before.length, path.length - after.length);
  return (
    path.startsWith(before) &&
    path.endsWith(after) &&
    /^[^/?#\\]+$/.test(segment) &&
    decodeURIComponent(segment) === name
  );
}

describeAt(
  'everything set',
  'whatever a client calls a model',
  () => ({ config: config() }),
  (gateway) => {
    it.each(OPERATIONS)('%s is asked for %s at its own address, or not at all', async (provider, operation) => {
      const templates = await templatesOf(gateway(), operation, provider);
      expect(templates).toHaveLength(1);
      const wrong: unknown[] = [];
      for (const name of HOSTILE_NAMES) {
        const { status, received } = await receivedOf(() => ask(gateway(), operation, `${provider}-any/${name}`));
        if (status < 400 || status > 499) wrong.push([name.slice(0, 60), status]);
        for (const request of received) {
          const found = deviation(request, templates, name);
          if (found !== undefined) wrong.push([name.slice(0, 60), found.slice(0, 200)]);
        }
      }
      expect(wrong).toEqual([]);
    });

    /** Where the path names the model, as the client writes it there. */
    const ADDRESSES: readonly (readonly [line: string, body: object, operation: string])[] = [
      ['POST /engines/{}/chat/completions', { messages }, 'chat'],
      ['POST /openai/deployments/{}/chat/completions?api-version=2026-01-01', { messages }, 'chat'],
      ['POST /openai/deployments/{}/embeddings', { input: 'x' }, 'embeddings'],
      ['POST /v1beta/models/{}:generateContent', { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }, 'chat'],
    ];
    const WRITTEN: readonly (readonly [how: string, write: (name: string) => string])[] = [
      ['as it is', (name) => name],
      ['encoded', encode],
      ['encoded twice', (name) => encode(encode(name))],
    ];
    const PATHS = ['gemini', 'azure', 'openai'].flatMap((provider) =>
      ADDRESSES.flatMap(([line, body, operation]) =>
        WRITTEN.map(([how, write]) => ({ provider, line, how, write, body, operation })),
      ),
    );

    it.each(PATHS)('in $line ($how), $provider is asked at its own address, or not at all', async (one) => {
      const { provider, line, write, body, operation } = one;
      const templates = await templatesOf(gateway(), operation, provider);
      const wrong: unknown[] = [];
      for (const name of HOSTILE_NAMES) {
        const written = write(`${provider}-any/${name}`);
        const { status, received } = await receivedOf(() =>
          askRaw(
            gateway(),
            line.replace('{}', () => written),
            body,
          ),
        );
        if (status < 400 || status > 499) wrong.push([name.slice(0, 60), status]);
        const named = [name, nameIn(line, written)].map((read) => read.replace(`${provider}-any/`, ''));
        const names = named.flatMap(readings);
        for (const request of received) {
          const found = names.map((read) => deviation(request, templates, read));
          if (!found.includes(undefined)) wrong.push([name.slice(0, 60), found[0]?.slice(0, 200)]);
        }
      }
      expect(wrong).toEqual([]);
    });

    it.each([
      'GET /v1/responses/{}',
      'DELETE /v1/responses/{}',
      'POST /v1/responses/{}/cancel',
      'GET /v1/responses/{}/input_items',
      'GET /v1/models/{}',
    ])('%s reaches no provider with an id that is none', async (line) => {
      const wrong: unknown[] = [];
      for (const name of HOSTILE_NAMES.filter((one) => one !== ''))
        for (const [how, write] of WRITTEN) {
          const { status, received } = await receivedOf(() =>
            askRaw(
              gateway(),
              line.replace('{}', () => write(name)),
            ),
          );
          if (status < 400 || status > 499 || received.length > 0) wrong.push([how, name.slice(0, 60), status]);
        }
      expect(wrong).toEqual([]);
    });
  },
);

async function askRaw(gateway: Gateway, line: string, body?: object): Promise<number> {
  const headers = { authorization: `Bearer ${gateway.masterKey}`, connection: 'close' };
  const bytes = rawRequest(line, headers, body === undefined ? '' : JSON.stringify(body));
  const { statuses } = await talkRaw(Number(new URL(gateway.url).port), bytes);
  return statuses.at(-1) ?? 0;
}

/** What stands in a name's place in the path that an address has, whose query begins at the first question mark. */
function nameIn(line: string, written: string): string {
  const [before = '', after = ''] = line.split('?')[0]?.split('{}') ?? [];
  const path = line.replace('{}', () => written).split('?')[0] ?? '';
  return path.slice(before.length, path.endsWith(after) ? path.length - after.length : undefined);
}

/** A name as the path's readers may take it: undone once, or not at all. */
function readings(name: string): readonly string[] {
  try {
    return [name, decodeURIComponent(name)];
  } catch {
    return [name];
  }
}

/** Half a character has no encoding: its bytes go as a client's library would replace them. */
function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
