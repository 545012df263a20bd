import { execFile, execFileSync, type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDataFolder, waitFor } from '../support/gateway/index.js';
import { repository } from './readme-commands.js';

/** What is in a clone, as far as the commands need it: nothing that is built or generated. */
const PARTS = ['apps', 'libs', 'tools', 'prisma', 'test/support'];
const FILES = [
  ...['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'prisma.config.ts', '.npmrc'],
  ...['jest.config.js'],
];
const GENERATED = 'libs/persistence/src/generated';
/** A first start generates and builds. */
const START_MS = 120_000;

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** The working tree as a clone has it after `npm ci`, in a folder of its own: its packages are the repository's. */
export class FreshCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'tollgate-readme-'));
  private running: ChildProcess | undefined;
  private said = '';

  constructor() {
    chmodSync(this.folder, 0o755);
    const present = [...PARTS, ...FILES].filter((name) => existsSync(join(repository, name)));
    execFileSync('cp', ['-a', '--parents', ...present, this.folder], { cwd: repository });
    rmSync(join(this.folder, GENERATED), { recursive: true, force: true });
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'));
    this.shareServers();
  }

  /** What is printed since the last start. */
  get output(): string {
    return this.said;
  }

  /** Types a command that starts the product, and waits until it listens. */
  async start(command: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.said = '';
    const [program = '', ...args] = command.split(' ');
    // a group of its own, as a terminal gives to each command
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...this.environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.running = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (this.said += data.toString()));
    await waitFor(
      'the product to listen',
      () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${this.said}`);
        return this.said.includes('API and documentation:');
      },
      START_MS,
    );
  }

  /** Types a command that ends by itself. */
  run(command: string): Promise<Ran> {
    const [program = '', ...args] = command.split(' ');
    return new Promise((resolve) => {
      execFile(program, args, { cwd: this.folder, env: this.environment() }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
      });
    });
  }

  /** Ctrl-C, which a terminal sends to the whole group. Resolves when the last process that could print has ended; npm dies of the signal. */
  async stop(): Promise<void> {
    const child = this.running;
    this.running = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGINT');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await removeDataFolder(join(this.folder, 'data'));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Of the developer's settings none but where programs are. */
  private environment(): Record<string, string> {
    const quiet = { npm_config_update_notifier: 'false', NO_UPDATE_NOTIFIER: '1' };
    return { PATH: process.env['PATH'] ?? '', HOME: this.folder, ...quiet };
  }

  /** Servers that were once fetched for tests are not fetched again. */
  private shareServers(): void {
    const cache = join(repository, '.cache');
    mkdirSync(join(this.folder, '.cache'));
    const fetched = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('valkey')) : [];
    for (const name of fetched) symlinkSync(join(cache, name), join(this.folder, '.cache', name));
  }
}
