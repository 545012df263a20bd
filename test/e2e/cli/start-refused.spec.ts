import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway, makeDataFolder, removeDataFolder } from '../../support/gateway/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';
import { type CommandRun, runToEnd } from './run-to-end.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Exit code 1, nothing on stdout, and this and only this on stderr: no stack trace beside it. */
function expectRefusal(run: CommandRun, message: string | RegExp): void {
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr).toMatch(/^tollgate: /);
  expect(run.stderr).not.toMatch(/^\s+at /m);
}

describe('what can be mended is said in one message, with exit code 1 and without a stack trace', () => {
  it.each([
    ['an unknown option, with the nearest one', ['--prot', '4000'], '--prot: unknown option (did you mean --port?)'],
    ['an unknown command, with the nearest one', ['gatway'], 'gatway: unknown command (did you mean gateway?)'],
    ['a port that is none', ['--port', '99999'], '--port: expected a port of 0 to 65535, got "99999"'],
    ['an option without its value', ['--config'], '--config: needs a value'],
    ['--num_workers above 1, with the reason', ['--num_workers', '2'], 'budgets and rate limits are counted exactly'],
    ['a config file that is not there', ['-c', '/nowhere/config.yaml'], '/nowhere/config.yaml: cannot be read: ENOENT'],
    [
      'a folder that the kernel does not make',
      ['--data-dir', '/proc/tollgate'],
      'the data folder /proc/tollgate cannot be used (ENOENT): choose another with --data-dir',
    ],
    ['open doors to everyone', ['--no-auth', '--host', '0.0.0.0'], 'it is possible on 127.0.0.1 only'],
  ])('%s', async (_name, args, message) => {
    expectRefusal(await runToEnd(args), message);
  });

  it('every problem of a config file at once, each with its place', async () => {
    const config = join(folder, 'bad.yaml');
    writeFileSync(
      config,
      `model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/NOT_SET_ANYWHERE }
  - model_name: b
    litellm_params: { model: openai/gpt-4o, api_key: k, rpm: many }
litellm_settings: { drop_params: perhaps }
`,
    );
    const run = await runToEnd(['--config', config]);
    expectRefusal(run, '3 things have to be mended');
    expect(run.stderr).toContain(
      'model_list[0] (a).litellm_params.api_key: the environment variable NOT_SET_ANYWHERE is not set',
    );
    expect(run.stderr).toContain('model_list[1] (b).litellm_params.rpm: expected a whole number');
    expect(run.stderr).toContain('litellm_settings.drop_params: expected true or false');
  });

  it('a config file that is no YAML, with line and column', async () => {
    const config = join(folder, 'broken.yaml');
    writeFileSync(config, 'model_list: [a\nlitellm_settings: b');
    expectRefusal(await runToEnd(['--config', config]), /broken\.yaml:2:1: not valid YAML/);
  });

  it('a fatal key, with the keys beside it that have no effect or no meaning', async () => {
    const config = join(folder, 'fatal.yaml');
    writeFileSync(config, 'litellm_settings: { max_budget: 3, log_raw_request_response: true, nonsense: 1 }\n');
    const run = await runToEnd(['--config', config]);
    expectRefusal(run, /litellm_settings\.max_budget: is not served yet/);
    expect(run.stderr).toContain('warning: unknown in the configuration: litellm_settings.nonsense');
    expect(run.stderr).toContain('known and not served: litellm_settings.log_raw_request_response');
  });

  it('a credential that no header can carry, without a letter of it', async () => {
    const config = join(folder, 'credential.yaml');
    const params = { model: 'openai/gpt-4o', api_key: 'sk-first\nsecond' };
    writeFileSync(config, JSON.stringify({ model_list: [{ model_name: 'mine', litellm_params: params }] }));
    const run = await runToEnd(['--config', config, '--data-dir', folder]);
    expectRefusal(run, 'model_list[0] (mine).litellm_params.api_key: holds a line break');
    expect(run.stderr).not.toMatch(/sk-first|second/);
  });

  it.each([
    ['in a file', 'http://localhost:4099/v1', {}, "set its api_base to the provider's"],
    ['in the environment', undefined, { OPENAI_BASE_URL: 'http://127.0.0.1:4099/v1' }, 'OPENAI_BASE_URL belongs in'],
  ])("the gateway's own address as a provider's, %s", async (_name, api_base, variables, advice) => {
    const config = join(folder, 'loop.yaml');
    const params = { model: 'openai/gpt-4o', api_key: 'sk-x', ...(api_base !== undefined && { api_base }) };
    writeFileSync(config, JSON.stringify({ model_list: [{ model_name: 'mine', litellm_params: params }] }));
    const run = await runToEnd(['--config', config, '--data-dir', folder, '--port', '4099'], { env: variables });
    expectRefusal(run, /^tollgate: model mine: its address .*:4099 is the one this gateway listens on/);
    expect(run.stderr).toContain(advice);
  });

  it('a data folder that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const run = await runToEnd(['--data-dir', join(file, 'data')]);
    expectRefusal(run, /the data folder .*\/file\/data cannot be used \(ENOTDIR\)/);
  });

  it.each(['garbage', 'mysql://h/db', 'postgresql://h:99999/db'])('a database of the file that is %s', async (url) => {
    const config = join(folder, 'database.yaml');
    writeFileSync(config, JSON.stringify({ model_list: [], general_settings: { database_url: url } }));
    const run = await runToEnd(['--config', config, '--data-dir', folder]);
    expectRefusal(run, 'general_settings.database_url: expected an address that begins with postgresql://');
  });

  it.each([
    ['that is a file', '/etc/passwd', 'ENOTDIR'],
    ['that the kernel does not make', '/proc/nojournal', 'ENOENT'],
  ])('a journal folder %s', async (_name, journal, problem) => {
    const run = await runToEnd(['--data-dir', folder, '--port', '0'], { env: { JOURNAL_DIR: journal } });
    expectRefusal(
      run,
      `tollgate: the journal's folder ${journal} cannot be used (${problem}): mend its owner and mode, or choose another with JOURNAL_DIR\n`,
    );
  });

  it.each([
    ['a public master key where others reach it', 'sk-1234', 'the master key is publicly known, and 0.0.0.0'],
    ['a short one', 'sk-short', 'the master key is shorter than 16 characters, and 0.0.0.0'],
  ])('%s', async (_name, key, message) => {
    const args = ['--host', '0.0.0.0', '--data-dir', folder];
    expectRefusal(await runToEnd(args, { env: { MASTER_KEY: key } }), message);
  });

  it('a callback without its credentials', async () => {
    const config = join(folder, 'langfuse.yaml');
    writeFileSync(config, 'model_list: []\nlitellm_settings: { callbacks: [langfuse] }\n');
    const data = makeDataFolder();
    try {
      const run = await runToEnd(['--config', config, '--data-dir', data, '--port', '0']);
      expectRefusal(run, "the callback 'langfuse' needs LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY");
    } finally {
      await removeDataFolder(data);
    }
  });
});

describe('a database that is not as it should be is said in one message', () => {
  let running: Gateway;
  beforeAll(async () => {
    running = await Gateway.start({});
  });
  afterAll(() => running.dispose());

  const start = (change: (url: URL) => unknown): Promise<CommandRun> => {
    const url = new URL(running.databaseUrl);
    change(url);
    return runToEnd(['--data-dir', folder, '--port', '0'], { env: { DATABASE_URL: url.toString() } });
  };

  it('a wrong password', async () => {
    const run = await start((url) => (url.password = 'wrong'));
    expectRefusal(run, 'refuses the user "postgres": check name and password in DATABASE_URL');
  });

  it('a database that is not there', async () => {
    expectRefusal(await start((url) => (url.pathname = '/nowhere')), 'the database "nowhere" does not exist');
  });

  it('a server that is not there', async () => {
    const run = await start((url) => (url.port = '1'));
    expectRefusal(run, 'PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED)');
  });

  it('the database of another gateway, whose counters would not be exact any more', async () => {
    expectRefusal(await start(() => undefined), 'gateway');
  });
});

describe('a port in use is said in one message, with what mends it', () => {
  let database: TestDatabase;
  let taken: Server;
  beforeAll(async () => {
    database = await createTestDatabase();
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    taken.close();
    await database.drop();
  });

  it.each([
    ['the gateway', 'gateway', 'PORT'],
    ['the admin', 'admin', 'ADMIN_PORT'],
    ['the worker', 'worker', 'WORKER_PORT'],
  ])('%s, whether its variable or --port names it', async (_name, command, variable) => {
    const port = String((taken.address() as AddressInfo).port);
    const args = [command, '--data-dir', folder];
    const refusal = `port ${port} is in use on 127.0.0.1: choose another with --port`;
    const env = { DATABASE_URL: database.url };
    expectRefusal(await runToEnd(args, { env: { ...env, [variable]: port } }), refusal);
    expectRefusal(await runToEnd([...args, '--port', port], { env: { ...env, [variable]: '0' } }), refusal);
  });
});
