import path from 'node:path';
import { fromRoot } from '../paths.mjs';
import { Problem } from '../problem.mjs';
import { runQuietly } from '../run.mjs';
import { onceFor } from './once-for.mjs';

const requirements = fromRoot('test', 'clients', 'python', 'requirements.txt');
const names = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
const oldest = [3, 10];

/** The Python of a virtual environment that holds what requirements.txt pins, whole: wheels only, so that no package runs a script. */
export async function bringPython() {
  const folder = await onceFor('python', requirements, async (target) => {
    const python = await findPython();
    process.stderr.write('tollgate: installing the Python clients (a minute)\n');
    await step(python, ['-m', 'venv', target], 'it needs the modules venv and ensurepip');
    await step(
      pythonIn(target),
      ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:', '--requirement', requirements],
      'it needs a package index that pip can reach',
    );
  });
  return pythonIn(folder);
}

async function findPython() {
  for (const name of names) {
    const said = await runQuietly(name, ['-c', 'import sys; print(*sys.version_info[:2])']).catch(() => undefined);
    const [major, minor] = (said?.stdout ?? '').split(' ').map(Number);
    if (major === oldest[0] && minor >= oldest[1]) return name;
  }
  throw new Problem(
    `test:clients needs Python ${oldest.join('.')} or newer as ${names.join(' or ')}, with venv and pip: install it (Debian: python3 python3-venv)`,
  );
}

async function step(command, args, needs) {
  const { code, output } = await runQuietly(command, args);
  if (code !== 0) throw new Problem(`${args.slice(0, 3).join(' ')} failed (${needs}):\n${output.trim()}`);
}

function pythonIn(folder) {
  return process.platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}
