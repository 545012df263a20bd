import { cpSync } from 'node:fs';
import path from 'node:path';
import { npmCommand } from '../npm-command.mjs';
import { fromRoot } from '../paths.mjs';
import { Problem } from '../problem.mjs';
import { runQuietly } from '../run.mjs';
import { onceFor } from './once-for.mjs';

const manifest = fromRoot('test', 'clients', 'agents');

/** The folder whose node_modules holds the coding agents of the lock file; their native programs come as packages, no script is run. */
export function bringAgents() {
  return onceFor('agents', path.join(manifest, 'package-lock.json'), async (folder) => {
    process.stderr.write('tollgate: installing the coding agents (800 MB)\n');
    cpSync(manifest, folder, { recursive: true });
    const npm = npmCommand();
    const { code, output } = await runQuietly(
      npm.command,
      [...npm.args, 'ci', '--ignore-scripts', '--loglevel=error'],
      {
        cwd: folder,
        env: npm.env,
      },
    );
    if (code !== 0) throw new Problem(`npm ci of the coding agents failed:\n${output.trim()}`);
  });
}
