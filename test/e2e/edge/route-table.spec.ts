import { ADMIN_TARGETS, ROUTES } from '@apps/gateway';
import { callGateway, createKey, rowsOfKey, waitForRows } from '../../support/gateway/index.js';
import { describeEdge, MESSAGES } from './edge-gateway.js';

type Row = (typeof ROUTES)[number];

const GENERATE = {
  contents: [{ role: 'user', parts: [{ text: 'abc' }] }],
  generationConfig: { maxOutputTokens: 5 },
};

/** A valid body for each surface: a row of another fails here until it has one. */
const BODIES: Readonly<Record<string, object>> = {
  'chat-completions': { model: 'm', messages: MESSAGES, max_tokens: 5 },
  messages: { model: 'm', messages: MESSAGES, max_tokens: 5 },
  responses: { model: 'm', input: 'abc', max_output_tokens: 16 },
  completions: { model: 'm', prompt: 'abc', max_tokens: 5 },
  'generate-content': GENERATE,
  'stream-generate-content': GENERATE,
  'google-count-tokens': { contents: GENERATE.contents },
  embeddings: { model: 'm', input: 'abc' },
  // as many tokens as bytes, since nobody reports them
  moderations: { model: 'm', input: 'abc' },
  'count-tokens': { model: 'm', messages: MESSAGES },
  images: { model: 'm', prompt: 'a cat' },
  'image-edits': { model: 'm', prompt: 'a cat' },
  transcriptions: { model: 'm' },
  translations: { model: 'm' },
  // three characters at the price of a character
  speech: { model: 'm', input: 'abc', voice: 'alloy' },
};

/** Surfaces of operations that cost nothing, and are answered here where the provider has no endpoint for them. */
const FREE: ReadonlySet<string> = new Set(['count-tokens', 'google-count-tokens']);

function bodyFor({ target, path }: Row): object | undefined {
  if (target.kind !== 'surface') return undefined;
  const body = BODIES[target.surface];
  if (body === undefined) throw new Error(`no valid body is known for ${path}: give one for '${target.surface}'`);
  return body;
}

/** The same as a form, with the file that its surface asks for. */
function formOf({ path }: Row, fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append(path.includes('/images/') ? 'image' : 'file', new Blob(['bytes']), 'name.bin');
  return form;
}

/** Of an object that nobody was shown: who may ask for it is told so. */
const UNKNOWN_ID = `resp_${'0'.repeat(32)}`;

function pathFor({ path }: Row): string {
  const filled = path.replace('{model}', 'm').replace('{id}', UNKNOWN_ID);
  if (/[{}]/.test(filled)) throw new Error(`nothing is known for the parameter of ${path}`);
  return filled;
}

const rows = (wanted: (row: Row) => boolean) =>
  ROUTES.filter(wanted).map((row) => [`${row.method} ${row.path}`, row] as const);
const GUARDED = rows(({ access }) => access === 'caller' || access === 'metrics');
/** Not enabled here: nobody's. */
const DRAIN = rows(({ access }) => access === 'drain');
const CALLERS = rows(({ access }) => access === 'caller');
const METRICS = rows(({ access }) => access === 'metrics');
const PUBLIC = rows(({ access }) => access === 'public');
const WALKED = rows(({ target }) => target.kind === 'surface');
const OBJECTS = rows(({ target }) => target.kind === 'object');
const READ = CALLERS.filter(([, { target }]) => target.kind !== 'surface' && target.kind !== 'object');
const isFree = ({ target }: Row): boolean => target.kind === 'surface' && FREE.has(target.surface);
const CHARGED = rows((row) => row.target.kind === 'surface' && !isFree(row));
const NAMING = rows(({ target, path }) => target.kind === 'surface' || path.includes('{model}'));

describeEdge(
  'every row of the route table',
  (edge) => {
    const call = (row: Row, key?: string | null) => {
      const body = bodyFor(row);
      const content =
        row.body === 'multipart' || row.body === 'json-or-multipart'
          ? { form: formOf(row, body ?? {}) }
          : body !== undefined && { body };
      const options = { ...(key !== undefined && { key }), ...content };
      return callGateway(edge().gateway, `${row.method} ${pathFor(row)}`, options);
    };
    const key = (settings: object = {}) => createKey(edge().gateway, { ...settings });
    const kept = new Map<string, ReturnType<typeof key>>();
    /** One for all rows: it is refused before it has spent anything. */
    const refusedKey = (settings: object) => {
      const name = JSON.stringify(settings);
      const made = kept.get(name) ?? key(settings);
      kept.set(name, made);
      return made;
    };
    const database = (): string => edge().gateway.databaseUrl;

    it('is walked by one of these tests: guarded, or public by name', () => {
      expect(WALKED.length).toBeGreaterThanOrEqual(3);
      expect(new Set([...GUARDED, ...DRAIN, ...PUBLIC].map(([name]) => name)).size).toBe(ROUTES.length);
      expect([...CALLERS, ...METRICS]).toHaveLength(GUARDED.length);
      expect(PUBLIC.map(([name]) => name)).toEqual([
        'GET /health/liveliness',
        'GET /health/liveness',
        'GET /health/readiness',
        'HEAD /',
      ]);
    });

    it.each(DRAIN)('%s is not there unless the operator says so, for the master key neither', async (_name, row) => {
      for (const caller of [null, undefined]) expect((await call(row, caller)).status).toBe(404);
    });

    it.each(PUBLIC)('%s is 200 for anybody', async (_name, row) => {
      expect((await call(row, null)).status).toBe(200);
    });

    it.each(GUARDED)('%s authenticates: nobody and a stranger are 401, and nothing is called', async (_name, row) => {
      for (const stranger of [null, 'sk-stranger-0123456789']) expect((await call(row, stranger)).status).toBe(401);
      const { key: blocked } = await refusedKey({ blocked: true });
      expect((await call(row, blocked)).status).toBe(401);
      expect(edge().reached).toBe(0);
    });

    it.each(GUARDED)('%s serves the master key', async (_name, row) => {
      expect((await call(row)).status).toBe(row.target.kind === 'object' ? 404 : 200);
    });

    it.each(GUARDED)('%s judges the route: a key that may call others only is 403', async (_name, row) => {
      const { key: narrow } = await refusedKey({ allowed_routes: ['/elsewhere'] });
      expect((await call(row, narrow)).status).toBe(403);
      expect(edge().reached).toBe(0);
    });

    it.each(METRICS)('%s shows no ordinary key what concerns all tenants', async (_name, row) => {
      expect((await call(row, (await key()).key)).status).toBe(403);
    });

    it.each(NAMING)('%s judges the model: a key that may use another only does not get it', async (_name, row) => {
      const { key: narrow } = await refusedKey({ models: ['c'] });
      expect((await call(row, narrow)).status).toBe(row.target.kind === 'surface' ? 403 : 404);
      expect(edge().reached).toBe(0);
    });

    it.each(CHARGED)('%s reserves: a key without money is 422, and nothing is called', async (_name, row) => {
      const { key: poor } = await refusedKey({ max_budget: 0.000_000_001 });
      expect((await call(row, poor)).status).toBe(422);
      expect(edge().reached).toBe(0);
    });

    it.each(WALKED)('%s reserves: a key with no call a minute is 429, and nothing is called', async (_name, row) => {
      const { key: limited } = await refusedKey({ rpm_limit: 0 });
      expect((await call(row, limited)).status).toBe(429);
      expect(edge().reached).toBe(0);
    });

    it.each(WALKED)('%s records: each call is exactly one row, with its cost', async (_name, row) => {
      const { key: secret, hash } = await key();
      const [expected, reached] = isFree(row) ? [0n, 0] : [3_000n, 3];
      for (let calls = 0; calls < 3; calls += 1) expect((await call(row, secret)).status).toBe(200);
      const recorded = await waitForRows(database(), hash, 3);
      expect(recorded.map(({ status, cost_nano: cost }) => [status, cost])).toEqual(
        Array.from({ length: 3 }, () => ['success', expected]),
      );
      expect(new Set(recorded.map(({ request_id: id }) => id)).size).toBe(3);
      expect(edge().reached).toBe(reached);
    });

    it.each(WALKED)('%s records a refusal of a known key, at no cost', async (_name, row) => {
      const { key: narrow, hash } = await key({ models: ['c'] });
      await call(row, narrow);
      const [refused] = await waitForRows(database(), hash, 1);
      expect(refused).toMatchObject({ status: 'refused', http_status: 403, error_code: 'model_not_allowed' });
      expect(refused?.cost_nano ?? 0n).toBe(0n);
    });

    it.each(OBJECTS)('%s records a look at what is not there, at no cost', async (_name, row) => {
      const { key: secret, hash } = await key();
      expect((await call(row, secret)).status).toBe(404);
      const [looked] = await waitForRows(database(), hash, 1);
      expect(looked).toMatchObject({ status: 'refused', http_status: 404, error_code: 'not_found', cost_nano: 0n });
      expect(edge().reached).toBe(0);
    });

    it.each(READ)('%s books nothing', async (_name, row) => {
      const { key: secret, hash } = await key();
      expect((await call(row, secret)).status).toBe(200);
      expect(
        (
          await callGateway(edge().gateway, 'POST /v1/chat/completions', {
            key: secret,
            body: BODIES['chat-completions'],
          })
        ).status,
      ).toBe(200);
      await waitForRows(database(), hash, 1);
      expect(await rowsOfKey(database(), hash)).toHaveLength(1);
    });

    it('shares no prefix with a route of Express, but for those that are named one by one', async () => {
      const { body } = await callGateway<{ paths: Record<string, Record<string, { tags?: string[] }>> }>(
        edge().gateway,
        'GET /openapi.json',
      );
      const first = (path: string): string => path.split('/')[1] ?? '';
      const ours = new Set(ROUTES.map(({ path }) => first(path)));
      const theirs = Object.entries(body.paths)
        .filter(([, methods]) => Object.values(methods).every(({ tags }) => tags?.includes('data plane') !== true))
        .map(([path]) => path);
      expect(theirs.length).toBeGreaterThan(5);
      const named = new Set([...ADMIN_TARGETS].map((target) => target.slice(target.indexOf(' ') + 1)));
      expect(new Set(theirs.filter((path) => ours.has(first(path).toLowerCase())))).toEqual(named);
      expect(ROUTES.filter(({ path }) => named.has(path))).toEqual([]);
    });
  },
  {},
);
