import { execFileSync, type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDataFolder, waitFor } from '../support/gateway/index.js';
import { repository } from './readme-commands.js';

const PARTS = ['apps', 'libs', 'tools', 'prisma', 'dist'];
const FILES = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'prisma.config.ts', '.npmrc'];
const START_MS = 60_000;

/** The working tree as a user has it after install and build, in a folder of its own; its packages are the repository's. */
export class FreshCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'tollgate-readme-'));
  private running: ChildProcess | undefined;
  private said = '';

  constructor() {
    chmodSync(this.folder, 0o755);
    const present = [...PARTS, ...FILES].filter((name) => existsSync(join(repository, name)));
    // with their times: by them the start sees that nothing is to be built
    execFileSync('cp', ['-a', ...present, this.folder], { cwd: repository });
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** What is printed since the last start. */
  get output(): string {
    return this.said;
  }

  /** Runs what `npm start -- …args` runs, until it listens. */
  async start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.said = '';
    const child = spawn(process.execPath, ['tools/start.mjs', ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: this.folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
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

  /** Ctrl-C. */
  async stop(): Promise<number | null> {
    const child = this.running;
    this.running = undefined;
    if (child === undefined || child.exitCode !== null) return null;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    return child.exitCode;
  }

  async remove(): Promise<void> {
    await this.stop();
    await removeDataFolder(join(this.folder, 'data'));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
