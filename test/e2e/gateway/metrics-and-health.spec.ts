import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  callGateway,
  createKey,
  describeAt,
  type Gateway,
  queryDatabase,
  scrape,
} from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

/** Models that a client names and nobody configured. */
const INVENTED = 200;
const inventedName = (number: number): string => `invented-${String(number)}`;

const upstream = ReplayUpstream.ofFile();
for (const model of ['real-mine', ...Array.from({ length: INVENTED + 1 }, (_, number) => inventedName(number))]) {
  upstream.on(model, (request) => speakChat(request, { outputTokens: 3, promptTokens: 5 }));
}
upstream.on('real-theirs', () => answerJson(500, { error: { message: 'broken' } }));

const messages = [{ role: 'user', content: 'Hello!' }];
const apiBase = (): string => `${upstream.url}/v1`;
const config = (settings: object = {}) =>
  buildConfig(
    [
      buildModel({ name: 'mine', model: 'openai/real-mine', apiBase: apiBase(), inputCost: 1e-6, outputCost: 1e-6 }),
      buildModel({ name: 'theirs', model: 'openai/real-theirs', apiBase: apiBase(), info: { id: 'theirs-1' } }),
      // without an output price: unpriced
      buildModel({ name: 'openai/*', model: 'openai/*', apiBase: apiBase(), inputCost: 1e-6, info: { id: 'wild-1' } }),
    ],
    { litellm_settings: settings },
  );

/** A key of a new user with a role. */
async function keyOf(gateway: Gateway, role: string, settings: object = {}): Promise<string> {
  const user = `${role}-of-the-metrics`;
  await queryDatabase(
    gateway.databaseUrl,
    'INSERT INTO tollgate.app_user (id, role) VALUES ($1, $2::tollgate.user_role) ON CONFLICT DO NOTHING',
    [user, role],
  );
  return (await createKey(gateway, { ...settings, user_id: user })).key;
}

const chat = (gateway: Gateway, key: string | undefined, model: string, more: object = {}) =>
  callGateway(gateway, 'POST /v1/chat/completions', {
    ...(key !== undefined && { key }),
    body: { model, messages, ...more },
  });

describeAt(
  'everything set',
  'metrics and health of a gateway with several tenants',
  () => ({ config: config() }),
  (gateway) => {
    it.each(['/metrics', '/metrics/'])('shows %s to nobody without a key, and to no ordinary key', async (path) => {
      const { key } = await createKey(gateway());
      for (const role of ['internal_user', 'internal_user_viewer', 'org_admin']) {
        const answer = await callGateway(gateway(), `GET ${path}`, { key: await keyOf(gateway(), role) });
        expect(answer.status).toBe(403);
      }
      expect((await callGateway(gateway(), `GET ${path}`, { key: null })).status).toBe(401);
      const refused = await callGateway(gateway(), `GET ${path}`, { key });
      expect(refused.status).toBe(403);
      expect(refused.body).toEqual({
        error: {
          message: expect.stringContaining('proxy_admin_viewer'),
          type: 'auth_error',
          param: 'None',
          code: '403',
        },
      });
    });

    it.each(['/metrics', '/metrics/'])('shows %s to the master key, an admin and a viewer', async (path) => {
      const scraper = await keyOf(gateway(), 'proxy_admin_viewer', { allowed_routes: [path] });
      for (const key of [gateway().masterKey, await keyOf(gateway(), 'proxy_admin'), scraper]) {
        const answer = await callGateway(gateway(), `GET ${path}`, { key });
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
        expect(answer.text).toContain('# TYPE litellm_spend_metric_total counter');
      }
    });

    it('makes no series for the models, users and tags that a client invents', async () => {
      const { key, hash } = await createKey(gateway(), { key_alias: 'inventor' });
      const invent = (number: number) =>
        chat(gateway(), key, `openai/${inventedName(number)}`, {
          user: inventedName(number),
          metadata: { tags: [inventedName(number)] },
        });
      expect((await invent(0)).status).toBe(200);
      const before = (await scrape(gateway())).lines;
      for (let batch = 1; batch <= INVENTED; batch += 20) {
        await Promise.all(Array.from({ length: 20 }, (_, index) => invent(batch + index)));
      }
      const { lines, families } = await scrape(gateway());
      expect(lines).toHaveLength(before.length);
      expect(lines.join('\n')).not.toContain('invented');
      expect(families.get('litellm_proxy_total_requests_metric_total')?.series).toContainEqual(
        expect.stringMatching(
          new RegExp(
            `hashed_api_key="${hash}",api_key_alias="inventor",.*requested_model="openai/\\*",model_id="wild-1",.* 201$`,
          ),
        ),
      );
    });

    it('names every metric, its kind, its labels and its meaning in the runbook, and there no other', async () => {
      const { key } = await createKey(gateway());
      await chat(gateway(), key, 'mine', { stream: true });
      await chat(gateway(), key, 'theirs');
      await chat(gateway(), key, `openai/${inventedName(0)}`);
      await chat(gateway(), 'sk-a-stranger-0123456789', 'mine');
      await chat(gateway(), (await createKey(gateway(), { max_budget: 1 })).key, 'mine');
      const { families } = await scrape(gateway());
      const rows = runbookRows();
      expect([...rows.keys()].sort()).toEqual([...families.keys()].sort());
      for (const [name, { type, labels, help }] of families) {
        const row = rows.get(name);
        expect({ name, type, labels }).toEqual({ name, type: row?.type, labels: row?.labels });
        expect(row?.says.startsWith(help)).toBe(true);
      }
    });

    it('shows an ordinary key in /health the deployments of its own models, and no address', async () => {
      const health = (key: string) => callGateway<Health>(gateway(), 'GET /health', { key });
      const namesOf = ({ body }: { body: Health }): string[] =>
        [...body.healthy_endpoints, ...body.unhealthy_endpoints].map(({ model_name }) => model_name).sort();
      const mine = await health((await createKey(gateway(), { models: ['mine'] })).key);
      expect(namesOf(mine)).toEqual(['mine']);
      expect(mine.text).not.toMatch(/theirs|api_base|127\.0\.0\.1|sk-upstream/);
      const beneath = await health((await createKey(gateway(), { models: ['openai/gpt-4o'] })).key);
      expect(namesOf(beneath)).toEqual(['openai/*']);
      const everything = await health((await createKey(gateway())).key);
      expect(namesOf(everything)).toEqual(['mine', 'openai/*', 'theirs']);
      expect(everything.text).not.toMatch(/api_base|127\.0\.0\.1|sk-upstream/);
    });

    it('asks in /health what an admin names, once, and books what that cost to the key that asked', async () => {
      const key = await keyOf(gateway(), 'proxy_admin');
      const probe = (query: string, asking = key) =>
        callGateway<Health>(gateway(), `GET /health${query}`, { key: asking });
      const before = upstream.of('real-mine').length;
      expect((await probe('')).status).toBe(200);
      expect(upstream.of('real-mine').length).toBe(before);

      const mine = await probe('?model=mine');
      expect(mine.body).toMatchObject({
        healthy_count: 1,
        unhealthy_count: 0,
        healthy_endpoints: [{ model_name: 'mine' }],
      });
      expect(upstream.of('real-mine').length).toBe(before + 1);
      const booked = await queryDatabase<{ amount: string }>(
        gateway().databaseUrl,
        `SELECT e.amount_nano::text AS amount FROM tollgate.ledger_entry AS e
           JOIN tollgate.virtual_key AS k ON k.id::text = e.scope_id AND k.user_id = 'proxy_admin-of-the-metrics'
         WHERE e.kind = 'deployment_test' AND e.scope = 'key'`,
      );
      // five tokens in and three out, a millionth of a dollar each
      expect(booked).toEqual([{ amount: '8000' }]);

      const theirs = await probe('?model_id=theirs-1');
      expect(theirs.body).toMatchObject({ healthy_count: 0, unhealthy_count: 1 });
      expect(JSON.stringify(theirs.body.unhealthy_endpoints)).toContain('broken');
      expect(theirs.text).not.toContain('sk-upstream');

      const viewer = await keyOf(gateway(), 'proxy_admin_viewer');
      const kept = await callGateway<{ health_checks: readonly object[] }>(gateway(), 'GET /health/history', {
        key: viewer,
      });
      const who = { checked_by: 'proxy_admin-of-the-metrics', response_time_ms: expect.any(Number) as number };
      expect(kept.body).toMatchObject({
        total_records: 2,
        health_checks: [
          { ...who, model_name: 'theirs', model_id: 'theirs-1', status: 'unhealthy', unhealthy_count: 1 },
          { ...who, model_name: 'mine', status: 'healthy', healthy_count: 1, error_message: null },
        ],
      });
      expect(kept.text).toContain('broken');
      expect(kept.text).not.toContain('sk-upstream');

      expect((await probe('?model=mine', viewer)).status).toBe(403);
      expect((await probe('?model=absent')).status).toBe(404);
      expect(upstream.of('real-mine').length).toBe(before + 1);
    });

    it('shows an admin and a viewer in /health every deployment with its address, and no credential', async () => {
      for (const role of ['proxy_admin', 'proxy_admin_viewer']) {
        const key = await keyOf(gateway(), role, { models: ['mine'] });
        const { body, text } = await callGateway<Health>(gateway(), 'GET /health', { key });
        const endpoints = [...body.healthy_endpoints, ...body.unhealthy_endpoints];
        expect(endpoints.map(({ model_name }) => model_name).sort()).toEqual(['mine', 'openai/*', 'theirs']);
        expect(endpoints.map(({ api_base }) => api_base)).toEqual([apiBase(), apiBase(), apiBase()]);
        expect(text).not.toContain('sk-upstream');
      }
    });

    it.each([
      ['/health/liveliness', "I'm alive!"],
      ['/health/liveness', "I'm alive!"],
      ['/health/readiness', { status: 'healthy', db: 'connected' }],
    ])('answers %s to anybody, with nothing but its state', async (path, state) => {
      const answer = await callGateway(gateway(), `GET ${path}`, { key: null });
      expect([answer.status, answer.body]).toEqual([200, state]);
      expect([...answer.headers.keys()].sort()).toEqual([
        'connection',
        'content-length',
        'content-type',
        'date',
        'keep-alive',
      ]);
    });
  },
);

describeAt(
  'everything set',
  'metrics with require_auth_for_metrics_endpoint: false',
  () => ({ config: config({ require_auth_for_metrics_endpoint: false }) }),
  (gateway) => {
    it('are open to anybody, as health is not', async () => {
      const status = async (path: string) => (await callGateway(gateway(), `GET ${path}`, { key: null })).status;
      expect(await Promise.all(['/metrics', '/metrics/', '/health'].map(status))).toEqual([200, 200, 401]);
    });
  },
);

interface Endpoint {
  readonly model_name: string;
  readonly api_base?: string;
}

interface Health {
  readonly healthy_endpoints: readonly Endpoint[];
  readonly unhealthy_endpoints: readonly Endpoint[];
}

const WHO = ['hashed_api_key', 'api_key_alias', 'team', 'user'];

/** The rows of the runbook's table of metrics. */
function runbookRows(): ReadonlyMap<string, { type: string; labels: string[]; says: string }> {
  const text = readFileSync(join(__dirname, '../../../docs/runbook.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `((?:litellm|tollgate)_\w+)` \| (\w+) \| ([^|]*)\| (.*) \|$/gm)];
  return new Map(
    rows.map(([, name = '', type = '', listed = '', says = '']) => {
      const named = [...listed.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
      return [name, { type, labels: [...(listed.startsWith('who') ? WHO : []), ...named].sort(), says }];
    }),
  );
}
