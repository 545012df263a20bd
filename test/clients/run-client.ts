import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface ClientRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run test:clients` brought: the path that a variable names. */
export function broughtBy(variable: 'TEST_PYTHON' | 'TEST_AGENTS'): string {
  const path = process.env[variable];
  if (path === undefined || !existsSync(path)) throw new Error('run these tests with `npm run test:clients`');
  return path;
}

/** Runs a client to its end, with `env` alone and nothing on its standard input. */
export function runClient(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly timeoutMs: number },
): Promise<ClientRun> {
  const env = { PATH: process.env['PATH'] ?? '', ...options.env };
  return new Promise((resolve) => {
    const limits = { timeout: options.timeoutMs, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(command, args, { cwd: options.cwd, env, ...limits }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end();
  });
}
