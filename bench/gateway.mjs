import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { engineOptions } from '../tools/lib/engine-options.mjs';
import { program } from '../tools/lib/paths.mjs';
import { SAME, TRANSLATIONS } from './dialects.mjs';
import { printed } from './processes.mjs';

const ROOT = join(import.meta.dirname, '..');

/** Limits that are counted on every request and never reached. */
const GOVERNED = { max_budget: 1_000_000, rpm_limit: 100_000_000, tpm_limit: 1_000_000_000_000 };

/** The product, started the way operators split it: gateway on its own core, admin (for keys, then ended) and worker on the other. */
export class Product {
  #processes;
  #folder;
  #env;

  constructor(processes, folder, { upstreamPort, databaseUrl, sinkPort }) {
    this.#processes = processes;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.yaml'), configOf(upstreamPort, sinkPort !== undefined));
    this.#env = {
      DATABASE_URL: databaseUrl,
      LITELLM_MASTER_KEY: 'sk-bench-master-0123456789abcdef',
      ...(sinkPort !== undefined && {
        LANGFUSE_HOST: `http://127.0.0.1:${sinkPort}`,
        LANGFUSE_PUBLIC_KEY: 'pk-lf-bench',
        LANGFUSE_SECRET_KEY: 'sk-lf-bench',
      }),
    };
  }

  /** A running gateway: {child, origin}. */
  async gateway(core, options = []) {
    const port = await freePort();
    const child = this.#run(core, ['gateway', ...options, '--port', String(port)], { probed: true });
    await printed(child, /http:\/\//);
    const origin = `http://127.0.0.1:${port}`;
    await ready(origin);
    return { child, origin };
  }

  async worker(core) {
    const child = this.#run(core, ['worker'], { env: { WORKER_PORT: String(await freePort()) } });
    await printed(child, /http:\/\//);
    return child;
  }

  /** Keys made over the admin API: `checked` has no limits, `governed` has a budget and both rates. */
  async keys(core) {
    const port = await freePort();
    const child = this.#run(core, ['admin'], { env: { ADMIN_PORT: String(port) } });
    await printed(child, /http:\/\//);
    const url = `http://127.0.0.1:${port}`;
    const make = (limits) => makeKey(url, this.#env.LITELLM_MASTER_KEY, limits);
    const keys = { checked: await make({}), governed: await make(GOVERNED) };
    await this.#processes.stop(child);
    return keys;
  }

  #run(core, args, { env = {}, probed = false } = {}) {
    const all = [...args, '--config', join(this.#folder, 'config.yaml'), '--data-dir', join(this.#folder, 'data')];
    return this.#processes.node(core, [...nodeOptions(), program, ...all], { probed, env: { ...this.#env, ...env } });
  }
}

/** Milliseconds from start to ready, everything in one process on the embedded database: the first start and a later one. */
export async function startTimes(processes, folder, upstreamPort) {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configOf(upstreamPort, false));
  const times = [];
  for (let start = 0; start < 2; start += 1) {
    const port = await freePort();
    const began = performance.now();
    const child = processes.node(0, [
      ...nodeOptions(),
      program,
      '--config',
      config,
      '--data-dir',
      join(folder, 'data'),
      '--port',
      String(port),
    ]);
    await printed(child, /http:\/\//);
    await ready(`http://127.0.0.1:${port}`);
    times.push(Math.round(performance.now() - began));
    await processes.stop(child);
  }
  return times;
}

/** Those of the product, and what BENCH_NODE_OPTIONS puts to the test. */
export function nodeOptions() {
  return [...engineOptions, ...(process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '')];
}

function configOf(upstreamPort, told) {
  const upstream = `http://127.0.0.1:${upstreamPort}`;
  return [
    'model_list:',
    ...[SAME, ...TRANSLATIONS].flatMap(({ id, litellmModel, base }) => [
      `  - model_name: ${id}`,
      `    litellm_params: { model: ${litellmModel}, api_base: "${upstream}${base}", api_key: sk-bench }`,
    ]),
    ...(told ? ['litellm_settings:', '  callbacks: [langfuse]'] : []),
    '',
  ].join('\n');
}

async function ready(url) {
  for (;;) {
    const answer = await fetch(`${url}/health/readiness`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function makeKey(url, master, limits) {
  const answer = await fetch(`${url}/key/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${master}`, 'content-type': 'application/json' },
    body: JSON.stringify(limits),
  });
  if (!answer.ok) throw new Error(`no key: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).key;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The commit, with what its tree has beyond it; "unknown" outside a repository. */
export function revision() {
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short', 'HEAD');
  if (status !== 0) return 'unknown';
  const changed = git('status', '--porcelain')
    .stdout.split('\n')
    .filter((line) => line !== '').length;
  return changed === 0 ? stdout.trim() : `${stdout.trim()} with ${changed} changed files`;
}

export function versionOf(name) {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
}
