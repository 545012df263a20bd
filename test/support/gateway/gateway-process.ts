import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
/** The built product. */
export const PROGRAM = join(ROOT, 'dist/program/main.js');

const cache = process.env['NODE_COMPILE_CACHE'];
const COMPILED = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of the built product as a child process. */
export class GatewayProcess {
  /** Resolves when the process has ended and all that it said has been read. */
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private said = '';
  private complained = '';
  private end: Exit | undefined;

  /**
   * Runs with `env` alone: nothing of the developer's own settings comes into it but what Node has compiled before. Jest itself runs on the
   * product's Node.
   * `fileBlocksMax`: the kernel refuses it to write beyond so many blocks of 512 bytes in a file, first with a short write.
   */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    cwd: string,
    { fileBlocksMax }: { readonly fileBlocksMax?: number } = {},
  ) {
    if (!existsSync(PROGRAM)) throw new Error('the product is not built: run this test with `npm test -- <file>`');
    const options = {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...COMPILED, ...env },
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
    const command = [process.execPath, PROGRAM, ...args];
    const limited = ['sh', '-c', `ulimit -f ${String(fileBlocksMax)} && exec "$@"`, 'sh', ...command];
    const [program = '', ...rest] = fileBlocksMax === undefined ? command : limited;
    const child = spawn(program, rest, options);
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complained += text));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.end = { code, signal };
        resolve(this.end);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get stdout(): string {
    return this.said;
  }

  get stderr(): string {
    return this.complained;
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.end;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends it with this signal and waits for the end; outright when that takes longer than `patienceMs`. */
  async endWith(name: NodeJS.Signals, patienceMs: number): Promise<Exit> {
    this.signal(name);
    const timer = setTimeout(() => this.signal('SIGKILL'), patienceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }
}
