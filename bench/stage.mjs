import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../tools/lib/services/postgres.mjs';
import { Product } from './gateway.mjs';
import { Ledger } from './ledger.mjs';
import { pinTree, printed } from './processes.mjs';

/** The core of what is measured, and that of everything else. */
export const MEASURED_CORE = 0;
export const OTHER_CORE = 1;

/** Everything that lanes ask, started when it is first asked for. */
export class Stage {
  #processes;
  #folder;
  #started = new Map();
  #database;
  #closing;
  #events;

  constructor(processes, folder, events) {
    this.#processes = processes;
    this.#folder = folder;
    this.#events = events;
  }

  upstreamPort() {
    return this.#once('upstream', () => this.#port(OTHER_CORE, ['bench/upstream.mjs', String(this.#events)]));
  }

  /** {child, origin, keys?, ledger?} of what a lane asks. */
  target(name) {
    return this.#once(name, () => {
      switch (name) {
        case 'bare':
          return this.#bare([]);
        case 'bareJson':
          return this.#bare(['--json']);
        case 'open':
          return this.#gateway(name, { options: ['--no-auth'] });
        case 'keyed':
          return this.#gateway(name, {});
        case 'told':
          return this.#gateway(name, { told: true });
        default:
          throw new Error(`no target ${name}`);
      }
    });
  }

  /** Moves all that runs to one core. */
  async moveAllTo(core) {
    for (const started of this.#started.values()) {
      const { child, pid = child?.pid } = await started;
      if (pid !== undefined) pinTree(pid, core);
    }
  }

  /** Ends everything, the database last; once, however often it is called. */
  close() {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end() {
    for (const started of this.#started.values()) await (await started.catch(() => ({}))).ledger?.close();
    await this.#processes.stopAll();
    await this.#database?.stop();
  }

  async #bare(options) {
    const { port } = await this.upstreamPort();
    const child = this.#processes.node(MEASURED_CORE, ['bench/bare-proxy.mjs', String(port), ...options], {
      probed: true,
    });
    return { child, origin: `http://127.0.0.1:${(await printed(child, /^(\d+)/))[1]}` };
  }

  async #gateway(name, { options = [], told = false }) {
    const databaseUrl = await this.#createDatabase(name);
    const { port: upstreamPort } = await this.upstreamPort();
    const sink = told ? await this.#once('sink', () => this.#port(OTHER_CORE, ['bench/sink.mjs'])) : undefined;
    const product = new Product(this.#processes, join(this.#folder, name), {
      upstreamPort,
      databaseUrl,
      ...(sink !== undefined && { sinkPort: sink.port }),
    });
    const keys = await product.keys(OTHER_CORE);
    const gateway = await product.gateway(MEASURED_CORE, options);
    await this.#once(`worker of ${name}`, async () => ({ child: await product.worker(OTHER_CORE) }));
    return { ...gateway, keys: { none: 'sk-none', ...keys }, ledger: new Ledger(databaseUrl) };
  }

  async #createDatabase(name) {
    await this.#once('database', async () => {
      this.#database = await startPostgres();
      pinTree(this.#database.pid, OTHER_CORE);
      return { pid: this.#database.pid };
    });
    const client = new pg.Client({ connectionString: this.#database.url });
    await client.connect();
    await client.query(`CREATE DATABASE bench_${name}`);
    await client.end();
    return this.#database.url.replace(/\/[^/]*$/, `/bench_${name}`);
  }

  async #port(core, args) {
    const child = this.#processes.node(core, args);
    return { child, port: Number((await printed(child, /^(\d+)/))[1]) };
  }

  #once(name, start) {
    if (!this.#started.has(name)) this.#started.set(name, start());
    return this.#started.get(name);
  }
}
