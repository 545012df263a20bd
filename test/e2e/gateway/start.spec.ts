import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  callGateway,
  type Exit,
  Gateway,
  GatewayProcess,
  makeDataFolder,
  removeDataFolder,
  waitFor,
} from '../../support/gateway/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';

const REFUSED_MS = 5000;

interface Ended extends Exit {
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** A start that is to fail. */
async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = folder,
): Promise<Ended> {
  const began = performance.now();
  const run = new GatewayProcess(args, { HOME: cwd, ...env }, cwd);
  const timer = setTimeout(() => run.signal('SIGKILL'), 30_000);
  const exit = await run.exited;
  clearTimeout(timer);
  return { ...exit, stdout: run.stdout, stderr: run.stderr, tookMs: performance.now() - began };
}

function expectOneClearMessage(ended: Ended, says: RegExp): void {
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 1, stderr: expect.stringMatching(says) });
  expect(ended.stderr).toMatch(/^tollgate: /);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.stdout).toBe('');
}

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = makeDataFolder();
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await removeDataFolder(folder);
});

function writeConfig(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a start that cannot be says why in one message, with exit code 1 and no stack trace', () => {
  it('a bad option, with the nearest that there is', async () => {
    expectOneClearMessage(await runToEnd(['--prot', '4000']), /--prot: unknown option \(did you mean --port\?\)/);
  });

  it('a config file that is not there', async () => {
    expectOneClearMessage(await runToEnd(['--config', join(folder, 'absent.yaml')]), /absent\.yaml/);
  });

  it('a config file that is no YAML', async () => {
    expectOneClearMessage(await runToEnd(['--config', writeConfig('broken.yaml', 'model_list: [')]), /broken\.yaml/);
  });

  it('every problem of a config at once, with its path', async () => {
    const file = writeConfig(
      'wrong.yaml',
      [
        'model_list:',
        '  - model_name: a',
        '    litellm_params: { model: openai/a, api_key: os.environ/NOT_SET_ANYWHERE }',
        '  - model_name: b',
        '    litellm_params: { model: openai/b, extra_headers: { "bad header": x } }',
        '  - litellm_params: { model: openai/c }',
      ].join('\n'),
    );
    const ended = await runToEnd(['--config', file]);
    expectOneClearMessage(ended, /model_list/);
    for (const says of [/NOT_SET_ANYWHERE/, /bad header/, /model_list\[2\]/]) expect(ended.stderr).toMatch(says);
  });

  it('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    const ended = await runToEnd(['--port', String(port), '--data-dir', folder], { DATABASE_URL: database.url });
    server.close();
    expectOneClearMessage(ended, new RegExp(`port ${String(port)} is in use`));
  });

  it('a data folder that is a file', async () => {
    const file = writeConfig('a-file', '');
    expectOneClearMessage(await runToEnd(['--port', '0', '--data-dir', file]), /data folder .*a-file.*--data-dir/);
  });

  it('a database that does not answer, a wrong password, and an address that is none', async () => {
    const { gateway, dispose } = await startEmbedded();
    try {
      const wrong = new URL(gateway.databaseUrl);
      wrong.password = 'wrong';
      const ended = await runToEnd(['--port', '0', '--data-dir', folder], { DATABASE_URL: wrong.toString() });
      expectOneClearMessage(ended, /password/i);
      expect(ended.stderr).not.toContain('wrong@');
    } finally {
      await dispose();
    }
    expectOneClearMessage(
      await runToEnd(['--port', '0', '--data-dir', folder], {
        DATABASE_URL: 'postgresql://u:secret-word@127.0.0.1:1/x',
      }),
      /127\.0\.0\.1:1/,
    );
    expectOneClearMessage(
      await runToEnd(['--port', '0', '--data-dir', folder], { DATABASE_URL: 'mysql://x' }),
      /DATABASE_URL/,
    );
  }, 60_000);

  it('more than one worker', async () => {
    expectOneClearMessage(await runToEnd(['--num_workers', '4']), /--num_workers: only 1 is possible/);
  });

  it('a publicly known master key on another address than loopback', async () => {
    const ended = await runToEnd(['--port', '0', '--host', '0.0.0.0', '--data-dir', folder], {
      MASTER_KEY: 'sk-1234',
      DATABASE_URL: database.url,
    });
    expectOneClearMessage(ended, /master key|MASTER_KEY/);
  });
});

describe('two starts on one data folder', () => {
  it('one serves, the other exits 1 within 5 s and says who has it', async () => {
    const { gateway, dispose } = await startEmbedded();
    try {
      const ended = await runToEnd(['--port', '0', '--data-dir', gateway.dataFolder]);
      expectOneClearMessage(ended, new RegExp(`in use by process ${String(gateway.pid)}`));
      expect(ended.tookMs).toBeLessThan(REFUSED_MS);
      expect((await callGateway(gateway, 'GET /health/readiness')).status).toBe(200);
    } finally {
      await dispose();
    }
  }, 60_000);

  it('at the same instant too', async () => {
    const shared = makeDataFolder();
    const starts = [1, 2].map(
      () => new GatewayProcess(['--port', '0', '--data-dir', shared], { HOME: shared }, shared),
    );
    try {
      const first = await Promise.race(starts.map((run) => run.exited));
      expect(first.code).toBe(1);
      const serving = starts.find((run) => run.exit === undefined);
      await waitFor('the other to serve', () => serving?.stdout.includes('listening on'), 20_000);
      expect(starts.filter((run) => run.exit !== undefined)).toHaveLength(1);
      expect(await serving?.endWith('SIGTERM', 30_000)).toEqual({ code: 0, signal: null });
    } finally {
      await Promise.all(starts.filter((run) => run.exit === undefined).map((run) => run.endWith('SIGKILL', 1000)));
      await removeDataFolder(shared);
    }
  }, 60_000);

  it('and a second gateway on one database is refused while the first counts in memory', async () => {
    const own = await createTestDatabase();
    const gateway = await Gateway.start({ databaseUrl: own.url });
    try {
      const other = join(folder, 'other');
      mkdirSync(other);
      const ended = await runToEnd(['--port', '0', '--data-dir', other], { DATABASE_URL: own.url });
      rmSync(other, { recursive: true });
      expectOneClearMessage(ended, /another gateway|counters/i);
    } finally {
      await gateway.dispose();
      await own.drop();
    }
  }, 60_000);
});

async function startEmbedded(): Promise<{ readonly gateway: Gateway; dispose(): Promise<void> }> {
  const gateway = await Gateway.start({});
  return { gateway, dispose: () => gateway.dispose() };
}
