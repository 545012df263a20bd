import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One thing that a process set out to reach. */
export interface Reached {
  readonly by: 'tcp' | 'udp' | 'name';
  /** Address or name, with the port behind it where there is one: `127.0.0.1 4000`. */
  readonly where: string;
}

/** Sees where a gateway connects to, whatever code does it; nothing of it leaves this machine. */
export class ConnectSpy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'connect-spy-'));
  private readonly file = join(this.folder, 'reached');

  /** `names`: what a name server would answer. Names that are not there are found nowhere. */
  constructor(private readonly names: Readonly<Record<string, string>> = {}) {
    writeFileSync(this.file, '');
  }

  /** With it in its environment a process is watched, its threads too. */
  get env(): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--require ${join(__dirname, 'preload.cjs')}`,
      CONNECT_SPY_FILE: this.file,
      CONNECT_SPY_NAMES: JSON.stringify(this.names),
    };
  }

  /** Everything so far, each once. */
  get reached(): readonly Reached[] {
    const lines = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return [...new Set(lines)].map((line) => {
      const at = line.indexOf(' ');
      return { by: line.slice(0, at) as Reached['by'], where: line.slice(at + 1) };
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
