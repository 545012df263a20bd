import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  callGateway,
  createKey,
  GatewayProcess,
  makeDataFolder,
  removeDataFolder,
  waitFor,
} from '../../support/gateway/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';
import { freePort } from './free-port.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(90_000);

const MASTER_KEY = 'sk-master-of-the-split-processes';
/** Longest time in which every process knows of a change of a key. */
const CHANGE_SEEN_MS = 1_000;

type Part = 'gateway' | 'admin' | 'worker';
interface Running {
  readonly process: GatewayProcess;
  readonly url: string;
  readonly masterKey: string;
}

let database: TestDatabase;
let folder: string;
const parts = new Map<Part, Running>();
const part = (name: Part): Running => parts.get(name) ?? fail(name);
const fail = (name: Part): never => {
  throw new Error(`the ${name} is there from beforeAll on`);
};

async function start(name: Part, more: readonly string[] = []): Promise<Running> {
  const port = String(await freePort());
  const env = { DATABASE_URL: database.url, MASTER_KEY, PORT: port, ADMIN_PORT: port, WORKER_PORT: port };
  const process = new GatewayProcess([name, '--data-dir', folder, ...more], env, folder);
  const running = { process, url: `http://127.0.0.1:${port}`, masterKey: MASTER_KEY };
  await waitFor(
    `the ${name} to listen`,
    () => {
      if (process.exit !== undefined) throw new Error(`the ${name} ended:\n${process.stderr}`);
      return process.stdout.includes(`listening on http://127.0.0.1:${port}`);
    },
    30_000,
  );
  return running;
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = makeDataFolder();
  const migrated = await runToEnd(['migrate', '--data-dir', folder], { env: { DATABASE_URL: database.url } });
  expect(migrated).toMatchObject({ code: 0, stdout: 'the database is up to date (PostgreSQL as given)\n', stderr: '' });
  await Promise.all((['gateway', 'admin', 'worker'] as const).map(async (name) => parts.set(name, await start(name))));
});
afterAll(async () => {
  await Promise.all([...parts.values()].map(({ process }) => process.endWith('SIGTERM', 30_000)));
  await removeDataFolder(folder);
  await database.drop();
});

const memberOf = (team: string, user: string): object => ({ team_id: team, user_id: user });

describe('the commands gateway, admin and worker on one database', () => {
  const call = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };

  it('say what they are: only the gateway shows a first request, only the admin the documentation', () => {
    const lines = (name: Part): string => part(name).process.stdout;
    expect(lines('gateway')).toMatch(
      /^Tollgate gateway .*\nSet models: .*\nMaster key: given in MASTER_KEY\nFirst request, in a shell that has MASTER_KEY:\n {2}curl .*\n$/,
    );
    expect(lines('admin')).toMatch(
      /^Tollgate admin .*\nMaster key: given in MASTER_KEY\nAPI and documentation: .*\/docs\n$/,
    );
    expect(lines('worker')).toMatch(/^Tollgate worker .*\nHealth and metrics: .*\/metrics\n$/);
  });

  it.each(['POST /key/generate', 'GET /key/list', 'GET /docs', 'GET /spend/logs', 'GET /no/such/route'])(
    'the gateway answers %s with 503 admin_unavailable',
    async (route) => {
      const answer = await callGateway<{ error: { type: string; code: string } }>(part('gateway'), route);
      expect(answer.status).toBe(503);
      expect(answer.text).toContain('admin_unavailable');
    },
  );

  it('the admin serves no model', async () => {
    expect((await callGateway(part('admin'), 'POST /v1/chat/completions', { body: call })).status).toBe(404);
    expect((await callGateway(part('admin'), 'GET /health/readiness', { key: null })).status).toBe(200);
  });

  it('a key made at the admin is honoured by the gateway, and one blocked there refused, in under a second', async () => {
    const { key } = await createKey(part('admin'), { models: ['mock/echo'] });
    const ask = (): Promise<number> =>
      callGateway(part('gateway'), 'POST /v1/chat/completions', { key, body: call }).then(({ status }) => status);
    await waitFor('the key to be honoured', async () => (await ask()) === 200, CHANGE_SEEN_MS);
    const blocked = await callGateway(part('admin'), 'POST /key/block', { body: { key } });
    expect(blocked.status).toBe(200);
    await waitFor('the key to be refused', async () => (await ask()) === 401, CHANGE_SEEN_MS);
  });

  it.each([
    ['a team that is blocked', 'POST /team/block', (team: string) => ({ team_id: team }), 401],
    ['a team that loses its models', 'POST /team/update', (team: string) => ({ team_id: team, models: ['x'] }), 403],
    ['a team that may call no more', 'POST /team/update', (team: string) => ({ team_id: team, rpm_limit: 0 }), 429],
    ['a team that is deleted', 'POST /team/delete', (team: string) => ({ team_ids: [team] }), 401],
    ['a member who is taken out', 'POST /team/member_delete', memberOf, 401],
    ['a user who is deleted', 'POST /user/delete', (_team: string, user: string) => ({ user_ids: [user] }), 401],
  ])('%s at the admin: the gateway refuses the key in under a second', async (_what, route, bodyOf, status) => {
    const admin = part('admin');
    const { body: team } = await callGateway<{ team_id: string }>(admin, 'POST /team/new', { body: {} });
    const user = `user-of-${team.team_id}`;
    const joining = { team_id: team.team_id, member: { role: 'user', user_id: user } };
    expect((await callGateway(admin, 'POST /team/member_add', { body: joining })).status).toBe(200);
    const { key } = await createKey(admin, { team_id: team.team_id, user_id: user });
    const ask = (): Promise<number> =>
      callGateway(part('gateway'), 'POST /v1/chat/completions', { key, body: call }).then((answer) => answer.status);
    await waitFor('the key to be honoured', async () => (await ask()) === 200, CHANGE_SEEN_MS);
    expect((await callGateway(admin, route, { body: bodyOf(team.team_id, user) })).status).toBe(200);
    await waitFor('the key to be refused', async () => (await ask()) === status, CHANGE_SEEN_MS);
  });

  it.each([
    ['a budget by id that pays no more', 'POST /budget/update', { budget_id: 'split', rpm_limit: 0 }, 429],
    ['a customer that is blocked', 'POST /customer/block', { user_ids: ['split'] }, 403],
    ['a customer that may call no more', 'POST /customer/update', { user_id: 'split', rpm_limit: 0 }, 429],
    ['a customer that is made', 'POST /customer/new', { user_id: 'split-new', rpm_limit: 0 }, 429],
  ])('%s at the admin: the gateway refuses in under a second', async (_what, route, body, status) => {
    const admin = part('admin');
    await callGateway(admin, 'POST /budget/new', { body: { budget_id: 'split' } });
    await callGateway(admin, 'POST /budget/update', { body: { budget_id: 'split', rpm_limit: null } });
    await callGateway(admin, 'POST /customer/new', { body: { user_id: 'split' } });
    await callGateway(admin, 'POST /customer/update', { body: { user_id: 'split', blocked: false, rpm_limit: null } });
    const { key } = await createKey(admin, { budget_id: 'split' });
    const user = 'user_id' in body ? body.user_id : 'split';
    const ask = (): Promise<number> =>
      callGateway(part('gateway'), 'POST /v1/chat/completions', { key, body: { ...call, user } }).then(
        (answer) => answer.status,
      );
    await waitFor('the call to be served', async () => (await ask()) === 200, CHANGE_SEEN_MS);
    expect((await callGateway(admin, route, { body })).status).toBe(200);
    await waitFor('the call to be refused', async () => (await ask()) === status, CHANGE_SEEN_MS);
  });

  it('a model made at the admin is served by the gateway, changed and deleted there too, in under a second', async () => {
    const admin = part('admin');
    const ask = async (): Promise<string> => {
      const body = { ...call, model: 'made-at-the-admin' };
      const { status, headers } = await callGateway(part('gateway'), 'POST /v1/chat/completions', { body });
      return `${String(status)} ${headers.get('x-litellm-model-name') ?? ''}`;
    };
    const entry = {
      model_name: 'made-at-the-admin',
      litellm_params: { model: 'mock/echo' },
      model_info: { id: 'split' },
    };
    expect(await ask()).toBe('400 ');
    expect((await callGateway(admin, 'POST /model/new', { body: entry })).status).toBe(200);
    await waitFor('the model to be served', async () => (await ask()) === '200 mock/echo', CHANGE_SEEN_MS);
    const change = { model_info: { id: 'split' }, litellm_params: { model: 'mock/text' } };
    expect((await callGateway(admin, 'POST /model/update', { body: change })).status).toBe(200);
    await waitFor('the change to be served', async () => (await ask()) === '200 mock/text', CHANGE_SEEN_MS);
    expect((await callGateway(admin, 'POST /model/delete', { body: { id: 'split' } })).status).toBe(200);
    await waitFor('the model to be gone', async () => (await ask()) === '400 ', CHANGE_SEEN_MS);
  });

  it('none is there for a process whose operator keeps models in his file alone', async () => {
    const entry = { model_name: 'kept', litellm_params: { model: 'mock/echo' } };
    expect((await callGateway(part('admin'), 'POST /model/new', { body: entry })).status).toBe(200);
    const config = join(folder, 'file-alone.yaml');
    writeFileSync(config, 'model_list: []\ngeneral_settings: { store_model_in_db: false }\n');
    const other = await start('admin', ['--config', config]);
    const namesAt = async (at: Running): Promise<readonly string[]> => {
      const { body } = await callGateway<{ data: readonly { model_name: string }[] }>(at, 'GET /model/info');
      return body.data.map(({ model_name }) => model_name);
    };
    expect(await namesAt(part('admin'))).toContain('kept');
    expect(await namesAt(other)).toEqual([]);
    await other.process.endWith('SIGTERM', 30_000);
  });

  it("a team's own model answers the team's keys in place of the model of all, and is nobody else's", async () => {
    const admin = part('admin');
    const { body: team } = await callGateway<{ team_id: string }>(admin, 'POST /team/new', {
      body: { models: ['other'] },
    });
    const { key } = await createKey(admin, { team_id: team.team_id });
    const { key: stranger } = await createKey(admin, {});
    const make = (name: string, model: string, info: object): Promise<{ readonly status: number }> =>
      callGateway(admin, 'POST /model/new', {
        body: { model_name: name, litellm_params: { model }, model_info: info },
      });
    await make('ours', 'mock/echo', {});
    const own = { team_id: team.team_id };
    expect([await make('only-ours', 'mock/text', own), await make('ours', 'mock/text', own)]).toMatchObject([
      { status: 200 },
      { status: 200 },
    ]);
    const servedBy = async (caller: string, model: string): Promise<string> => {
      const answer = await callGateway(part('gateway'), 'POST /v1/chat/completions', {
        key: caller,
        body: { ...call, model },
      });
      return `${String(answer.status)} ${answer.headers.get('x-litellm-model-name') ?? ''}`;
    };
    await waitFor(
      'the model of the team',
      async () => (await servedBy(key, 'ours')) === '200 mock/text',
      CHANGE_SEEN_MS,
    );
    expect(await servedBy(stranger, 'ours')).toBe('200 mock/echo');
    expect([await servedBy(key, 'only-ours'), await servedBy(stranger, 'only-ours')]).toEqual([
      '200 mock/text',
      '400 ',
    ]);
    const listed = await callGateway<{ data: { id: string }[] }>(part('gateway'), 'GET /v1/models', { key });
    expect(listed.body.data.map(({ id }) => id).sort()).toEqual(['only-ours', 'ours']);
  });

  it('what the gateway served is shown by the admin', async () => {
    const { key } = await createKey(part('admin'), { models: ['mock/echo'] });
    await waitFor('the call to be served', async () => {
      const answer = await callGateway(part('gateway'), 'POST /v1/chat/completions', { key, body: call });
      return answer.status === 200;
    });
    const logs = `GET /spend/logs?api_key=${key}`;
    const rows = await waitFor('its row', async () => {
      const answer = await callGateway<readonly { readonly status: string }[]>(part('admin'), logs);
      return answer.body.length > 0 ? answer.body : undefined;
    });
    expect(rows[0]).toMatchObject({ status: 'success', model_group: 'mock/echo' });
  });

  it('the worker answers health and metrics', async () => {
    const worker = part('worker');
    const ready = await callGateway(worker, 'GET /health/readiness', { key: null });
    expect(ready).toMatchObject({ status: 200, body: { status: 'ready' } });
    const metrics = await callGateway<string>(worker, 'GET /metrics', { key: null });
    expect(metrics.status).toBe(200);
    expect(metrics.text).toMatch(/^# HELP /m);
  });
});
