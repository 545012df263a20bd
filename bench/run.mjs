// npm run bench: the governed gateway against a bare node:http + undici proxy, in alternating rounds of one run. Prints figures,
// asserts nothing. Proxy and gateway have a core of their own, load and provider the other; the ledger's PostgreSQL runs where the
// system puts it. Each lane is warmed up first. Options: --rounds 3 --seconds 4 --connections 64
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../tools/lib/services/postgres.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64' },
  },
});
const root = join(import.meta.dirname, '..');
const children = [];
const pinned = cpus().length >= 2 && process.platform === 'linux';

function start(core, args, options = {}) {
  const command = pinned ? ['taskset', '-c', String(core), process.execPath] : [process.execPath];
  const child = spawn(command[0], [...command.slice(1), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  children.push(child);
  return child;
}

function firstLine(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function load(url, key) {
  const child = start(1, ['bench/load.mjs', url, key, values.seconds, values.connections]);
  return JSON.parse((await firstLine(child, /\{.*\}/))[0]);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const stop = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

let database;
const dir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
chmodSync(dir, 0o755); // the embedded database may run as another user
try {
  const upstreamPort = (await firstLine(start(1, ['bench/upstream.mjs']), /^(\d+)/))[1];
  const barePort = (await firstLine(start(0, ['bench/bare-proxy.mjs', upstreamPort]), /^(\d+)/))[1];
  const config = join(dir, 'config.yaml');
  writeFileSync(
    config,
    `model_list:\n  - model_name: bench\n    litellm_params: { model: openai/gpt-4o-mini, api_base: "http://127.0.0.1:${upstreamPort}/v1", api_key: sk-bench }\n`,
  );
  const port = await freePort();
  const gatewayArgs = [
    'dist/apps/cli/src/main.js',
    '--config',
    config,
    '--port',
    String(port),
    '--data-dir',
    join(dir, 'data'),
  ];
  const timed = async (env = {}) => {
    const began = performance.now();
    const child = start(0, gatewayArgs, { env: { ...process.env, ...env } });
    await firstLine(child, /listening|http:\/\//i);
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/health/readiness`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return { child, ms: Math.round(performance.now() - began) };
    }
  };
  const first = await timed();
  await stop(first.child);
  const later = await timed();
  await stop(later.child);
  console.log(`start: first ${first.ms} ms, later ${later.ms} ms (embedded database; node's own start included)`);

  database = await startPostgres();
  const governed = await timed({ DATABASE_URL: database.url });

  const base = `http://127.0.0.1:${port}`;
  const master = readFileSync(join(dir, 'data', 'master.key'), 'utf8').trim();
  const made = await fetch(`${base}/key/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${master}`, 'content-type': 'application/json' },
    body: JSON.stringify({ max_budget: 1_000_000, rpm_limit: 100_000_000 }),
  });
  const { key } = await made.json();
  const bare = `http://127.0.0.1:${barePort}/v1/chat/completions`;
  await load(bare, 'sk-none');
  await load(`${base}/v1/chat/completions`, key);
  const lanes = { bare: [], gateway: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    lanes.bare.push(await load(bare, 'sk-none'));
    lanes.gateway.push(await load(`${base}/v1/chat/completions`, key));
  }
  for (const [name, runs] of Object.entries(lanes)) {
    const rates = runs.map((run) => run.perSecond);
    console.log(
      `${name}: median ${median(rates)} requests/s (${rates.join(', ')}), p50 ${median(runs.map((r) => r.p50))} ms, p99 ${median(runs.map((r) => r.p99))} ms, errors ${runs.reduce((n, r) => n + r.errors, 0)}`,
    );
  }
  const ratio = median(lanes.gateway.map((run, index) => run.perSecond / lanes.bare[index].perSecond));
  console.log(
    `ratio gateway/bare: ${ratio.toFixed(2)} (Node ${process.version}, one core each, unary, key with budget and rate limit)`,
  );
  await stop(governed.child);
} finally {
  await Promise.all(children.map(stop));
  await database?.stop();
  rmSync(dir, { recursive: true, force: true });
}
