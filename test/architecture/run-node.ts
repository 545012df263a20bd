import { execFile } from 'node:child_process';
import path from 'node:path';

export const repository = path.resolve(__dirname, '../..');

export interface NodeRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node on these arguments and returns what it said; an exit code is an answer, not a fault. */
export function runNode(args: readonly string[], cwd = repository, env = process.env): Promise<NodeRun> {
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' as const };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
