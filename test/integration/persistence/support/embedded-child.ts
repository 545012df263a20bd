import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

export interface EmbeddedLine {
  readonly url?: string;
  readonly pid?: number;
  readonly attached?: boolean;
  readonly failed?: string;
  readonly isStartError?: boolean;
  readonly stopped?: boolean;
  readonly lost?: string;
}

/** A process of its own with an embedded database on a folder. */
export class EmbeddedChild {
  private readonly exited: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly output: Interface,
  ) {
    this.exited = once(child, 'exit');
  }

  static spawn(dataFolder: string): EmbeddedChild {
    const runner = join(__dirname, '..', '..', 'journal', 'run-typescript.cjs');
    const args = ['-r', runner, join(__dirname, 'embedded-process.ts'), dataFolder];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return new EmbeddedChild(child, createInterface({ input: child.stdout }));
  }

  async nextLine(): Promise<EmbeddedLine> {
    const [line] = (await once(this.output, 'line')) as [string];
    return JSON.parse(line) as EmbeddedLine;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM; resolves with what it said, when it has ended. */
  async stop(): Promise<EmbeddedLine> {
    const line = this.nextLine();
    this.child.kill('SIGTERM');
    const said = await line;
    await this.exited;
    return said;
  }

  async end(): Promise<void> {
    await this.exited;
  }
}
