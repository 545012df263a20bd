import { type Exit, GatewayProcess } from '../../support/gateway/index.js';

export interface CommandRun extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

const PATIENCE_MS = 30_000;

/** Runs the built command until it ends by itself; one that goes on is ended, and seen by its signal. */
export async function runToEnd(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<CommandRun> {
  const run = new GatewayProcess(args, options.env ?? {}, options.cwd ?? __dirname);
  const timer = setTimeout(() => run.signal('SIGKILL'), PATIENCE_MS);
  const exit = await run.exited;
  clearTimeout(timer);
  return { ...exit, stdout: run.stdout, stderr: run.stderr };
}
