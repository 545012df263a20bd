import { execFile } from 'node:child_process';
import { copyFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  callGateway,
  Gateway,
  makeDataFolder,
  PROGRAM,
  removeDataFolder,
  waitFor,
} from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(90_000);

const shell = promisify(execFile);

/** What a user does with the line that the start prints: pastes it where the command was typed. */
async function paste(gateway: Gateway, env: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const line = /^ {2}(curl .*)$/m.exec(gateway.stdout)?.[1] ?? 'no line';
  const options = { cwd: gateway.dataFolder, env: { PATH: process.env['PATH'] ?? '', ...env } };
  return JSON.parse((await shell('bash', ['-c', line], options)).stdout) as Record<string, unknown>;
}

/** What is said on stderr comes through a pipe of its own, a moment before or after stdout. */
function says(gateway: Gateway, text: string): Promise<boolean> {
  return waitFor(`"${text}" in what the gateway says`, () => gateway.output.includes(text));
}

const ANSWERED = { object: 'chat.completion', choices: [{ message: { content: 'Hello!' } }] };

describe('the lines of a start with nothing set', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({});
  });
  afterAll(() => gateway.dispose());

  it('say where it listens, what is set and why, where the key is, and are few', () => {
    const lines = gateway.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(
      /^Tollgate \d+\.\d+\.\d+ listening on http:\/\/127\.0\.0\.1:\d+ \(Node v\d+\..*, ready in \d+ ms\)$/,
    );
    expect(lines[1]).toBe('Set models: mock/echo, mock/text (built in)');
    expect(lines[2]).toBe('Master key: generated into ./master.key');
    expect(lines[5]).toBe(`API and documentation: ${gateway.url}/docs`);
  });

  it('hold a first request that works as pasted', async () => {
    expect(await paste(gateway)).toMatchObject(ANSWERED);
  });

  it('hold no secret, which stands in a file of mode 0600', () => {
    expect(gateway.masterKey).toMatch(/^sk-.{16,}/);
    expect(gateway.output).not.toContain(gateway.masterKey);
    expect(statSync(join(gateway.dataFolder, 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('name the file of an earlier start, whose key goes on working', async () => {
    const key = gateway.masterKey;
    await gateway.stop();
    await gateway.restart();
    expect(gateway.stdout).toContain('Master key: read from ./master.key');
    expect(gateway.masterKey).toBe(key);
    expect(await paste(gateway)).toMatchObject(ANSWERED);
  });
});

describe('the lines of a start with settings', () => {
  const upstream = ReplayUpstream.ofFile();
  let folder: string;
  let gateway: Gateway | undefined;
  beforeEach(() => {
    folder = makeDataFolder();
  });
  afterEach(async () => {
    await gateway?.dispose();
    gateway = undefined;
    await removeDataFolder(folder);
  });

  it.each(['MASTER_KEY', 'LITELLM_MASTER_KEY'])('name %s when the key was given there', async (variable) => {
    const env = { [variable]: 'sk-given-in-the-environment' };
    gateway = await Gateway.start({ env });
    expect(gateway.stdout).toContain(`Master key: given in ${variable}\n`);
    expect(gateway.output).not.toContain(env[variable]);
    expect(await paste(gateway, env)).toMatchObject(ANSWERED);
  });

  it('say which variable to export for a key that stands in the file, and name the first model that answers', async () => {
    const secret = 'sk-stands-in-the-configuration';
    const names = ['nosuch/one', 'openai/text-embedding-3-small', 'mock/*', 'mock/echo'];
    const models = names.map((model) => ({ model_name: model, litellm_params: { model, api_key: 'k' } }));
    gateway = await Gateway.start({ config: { model_list: models, general_settings: { master_key: secret } } });
    expect(gateway.stdout).toContain('Master key: given in the configuration (general_settings.master_key)\n');
    expect(gateway.stdout).toContain('First request, in a shell where you have exported that key as MASTER_KEY:\n');
    expect(gateway.output).not.toContain(secret);
    expect(await paste(gateway, { MASTER_KEY: secret })).toMatchObject(ANSWERED);
    await expect(paste(gateway)).rejects.toThrow('export MASTER_KEY first');
  });

  it('name the variable that the file refers to for the key', async () => {
    const models = [{ model_name: 'echo', litellm_params: { model: 'mock/echo' } }];
    const general = { master_key: 'os.environ/OUR_OWN_KEY' };
    const env = { OUR_OWN_KEY: 'sk-given-under-our-own-name' };
    gateway = await Gateway.start({ config: { model_list: models, general_settings: general }, env });
    expect(gateway.stdout).toContain('Master key: given in OUR_OWN_KEY\n');
    expect(await paste(gateway, env)).toMatchObject(ANSWERED);
  });

  it('warn of an empty file that no model is set', async () => {
    gateway = await Gateway.start({ config: {} });
    await says(gateway, 'warning: model_list: no model is set');
  });

  it('name once each provider in use that is unproven, with the models that it serves', async () => {
    const models = ['a', 'b'].map((name) => ({
      model_name: name,
      litellm_params: { model: `cerebras/${name}`, api_key: 'sk-x' },
    }));
    gateway = await Gateway.start({ config: { model_list: models } });
    await says(gateway, 'tollgate: warning: provider "cerebras": is unproven: ');
    expect(gateway.output.match(/unproven/g)).toHaveLength(1);
    expect(gateway.output).toContain('(serves a, b)');
  });

  it('warn of a publicly known key on loopback, on stderr, and serve it', async () => {
    gateway = await Gateway.start({ masterKey: 'sk-1234' });
    expect(gateway.stdout).not.toContain('warning');
    await says(
      gateway,
      'tollgate: warning: the master key is publicly known: fine on 127.0.0.1, refused on other addresses',
    );
    expect((await callGateway(gateway, 'GET /v1/models')).status).toBe(200);
  });

  it('allow it on every address where the configuration says so', async () => {
    const general = { dangerously_permit_weak_or_unset_master_key: true };
    const config = { model_list: [], general_settings: general };
    gateway = await Gateway.start({ config, masterKey: 'sk-1234', args: ['--host', '0.0.0.0'] });
    await says(gateway, 'warning: the master key is publicly known, and 0.0.0.0 can be reached from outside');
    expect((await callGateway(gateway, 'GET /v1/models')).status).toBe(200);
  });

  it('say of a host that is every address that it is, ask the one of this machine, and tell strangers of no file', async () => {
    gateway = await Gateway.start({ args: ['--host', '0.0.0.0'] });
    const local = /^http:\/\/127\.0\.0\.1:\d+$/;
    expect(gateway.url).toMatch(local);
    expect(gateway.stdout).toContain(`listening on ${gateway.url} and every other address of this machine (Node`);
    expect(await paste(gateway)).toMatchObject(ANSWERED);
    const refused = await callGateway(gateway, 'GET /v1/models', { key: null });
    expect(refused.status).toBe(401);
    expect(JSON.stringify(refused.body)).not.toMatch(/master\.key|--no-auth/);
  });

  it('list the wildcard models of the provider keys in the environment', async () => {
    gateway = await Gateway.start({ env: { OPENAI_API_KEY: 'sk-openai-key', ANTHROPIC_API_KEY: 'sk-ant-key-1' } });
    expect(gateway.stdout).toContain(
      'Set models: mock/echo, mock/text, openai/*, anthropic/* (built in, OPENAI_API_KEY, ANTHROPIC_API_KEY)\n',
    );
    expect(gateway.output).not.toMatch(/sk-openai-key|sk-ant-key-1/);
  });

  it('name configuration keys that are not served, and those that nobody knows, once each on stderr', async () => {
    const config = {
      model_list: [],
      litellm_settings: { num_retires: 3, set_verbose: true, request_timeout: 5 },
      router_settings: { allowed_fails: 3 },
    };
    gateway = await Gateway.start({ config });
    await says(gateway, 'router_settings.allowed_fails');
    const { output } = gateway;
    const warnings = output.split('\n').filter((line) => line.startsWith('tollgate: warning:'));
    expect(warnings.join('\n')).toContain(
      'unknown in the configuration: litellm_settings.num_retires (did you mean num_retries?)',
    );
    expect(warnings.join('\n')).toMatch(/known and not served: .*router_settings\.allowed_fails/);
    expect(output.split('num_retires')).toHaveLength(2);
    expect(output.split('router_settings.allowed_fails')).toHaveLength(2);
    expect(gateway.stdout).not.toContain('num_retires');
  });

  it("take LiteLLM's command line as it stands, and send every request to the one model", async () => {
    upstream.on('gpt-forced', (request) => speakChat(request, { outputTokens: 3, promptTokens: 5 }));
    gateway = await Gateway.start({
      env: { OPENAI_API_KEY: 'sk-upstream-key' },
      args: [
        ...['--model', 'openai/gpt-forced', '--api_base', `${upstream.url}/v1`, '--drop_params', '--detailed_debug'],
        ...[
          '--max_tokens',
          '77',
          '--temperature',
          '0.5',
          '--num_workers',
          '1',
          '--telemetry',
          'False',
          '--use_prisma_db_push',
        ],
      ],
    });
    expect(gateway.stdout).toContain('Set models: openai/gpt-forced (--model)\n');
    await says(gateway, 'tollgate: --telemetry has no effect: Tollgate sends no telemetry\n');
    const messages = [{ role: 'user', content: 'hi' }];
    const answer = await callGateway(gateway, 'POST /chat/completions', { body: { model: 'whatever', messages } });
    expect(answer.status).toBe(200);
    const [received] = upstream.of('gpt-forced');
    expect(received?.path).toBe('/v1/chat/completions');
    expect(received?.body).toMatchObject({ max_tokens: 77, temperature: 0.5 });
  });

  it('say that no key is asked for with --no-auth, and none is', async () => {
    gateway = await Gateway.start({ args: ['--no-auth'] });
    expect(gateway.stdout).toContain('; --no-auth: any key or none is served');
    const body = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };
    for (const key of [null, 'sk-anything'])
      expect(await callGateway(gateway, 'POST /v1/chat/completions', { key, body })).toMatchObject({ status: 200 });
  });
});

describe('commands that start nothing', () => {
  let folder: string;
  beforeAll(() => {
    folder = makeDataFolder();
  });
  afterAll(() => removeDataFolder(folder));

  it('--version reads the small one of the two files that the program is', async () => {
    const folder = makeDataFolder();
    try {
      const alone = join(folder, 'main.js');
      copyFileSync(PROGRAM, alone);
      const { stdout } = await shell(process.execPath, [alone, '--version']);
      expect(stdout).toMatch(/^tollgate /);
      await expect(shell(process.execPath, [alone, 'config', 'check', alone])).rejects.toThrow('run-command');
    } finally {
      await removeDataFolder(folder);
    }
  });

  it('--version says the versions of Tollgate and of the Node that runs it', async () => {
    const { version } = jest.requireActual<{ version: string }>('../../../package.json');
    expect(await runToEnd(['--version'])).toMatchObject({
      code: 0,
      stdout: `tollgate ${version} (Node ${process.version})\n`,
    });
  });

  it('--help names every command and the options of our own', async () => {
    const { code, stdout } = await runToEnd(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'gateway | admin | worker',
      'migrate',
      'redeliver [SINK]',
      'config check FILE',
      '--config',
      '--model',
      '--port',
      '--host',
    ])
      expect(stdout).toContain(word);
    for (const word of ['--data-dir', '--api-base', '--detailed-debug', '--no-auth', '--version', '--help'])
      expect(stdout).toContain(word);
  });

  it('config check says what is served, what is not and what is unknown; it can be used or has to be mended', async () => {
    const file = join(folder, 'check.yaml');
    const usable = {
      model_list: [
        { model_name: 'a', litellm_params: { model: 'openai/gpt-4o', api_key: 'sk-x' } },
        { model_name: 'b', litellm_params: { model: 'nosuch/gpt-4o' } },
      ],
      router_settings: { allowed_fails: 3 },
    };
    writeFileSync(file, JSON.stringify(usable));
    const good = await runToEnd(['config', 'check', file]);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(
      /served:\n(.*\n)*\nknown, not served \(no effect\):\n {2}router_settings\.allowed_fails\n/,
    );
    expect(good.stdout).toMatch(/\nto know:\n {2}model_list\[1\] \(b\): its provider "nosuch" is not served/);
    expect(good.stdout).toContain('check.yaml can be used');
    writeFileSync(file, JSON.stringify({ ...usable, litellm_settings: { num_retires: 1 } }));
    const bad = await runToEnd(['config', 'check', file]);
    expect(bad).toMatchObject({ code: 1, stderr: '' });
    expect(bad.stdout).toContain('litellm_settings.num_retires (did you mean num_retries?)');
    expect(bad.stdout).toContain('check.yaml has to be mended');
  });

  it.each([
    ['a value that cannot be', { router_settings: { num_retries: 'many' } }],
    ['a name that stands for nothing', { router_settings: { model_group_alias: { fast: 'nowhere' } } }],
  ])('config check says that a provider is not served beside %s', async (_, wrong) => {
    const file = join(folder, 'beside.yaml');
    const model_list = [{ model_name: 'b', litellm_params: { model: 'nosuch/gpt-4o' } }];
    writeFileSync(file, JSON.stringify({ model_list, ...wrong }));
    const { code, stdout } = await runToEnd(['config', 'check', file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nto know:\n {2}model_list\[0\] \(b\): its provider "nosuch" is not served/);
    expect(stdout).toContain('\nto be mended:\n');
  });
});
