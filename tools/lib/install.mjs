import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npmCommand } from './npm-command.mjs';
import { fromRoot } from './paths.mjs';
import { Problem } from './problem.mjs';
import { runQuietly } from './run.mjs';

const lockFile = fromRoot('package-lock.json');
const stampFile = fromRoot('node_modules', '.tollgate-install');
const prismaCommand = fromRoot('node_modules', 'prisma', 'build', 'index.js');
const npmsOwnLock = fromRoot('node_modules', '.package-lock.json');

export function isInstalled() {
  const hash = lockHash();
  if (!isWhole()) return false;
  if (readOrEmpty(stampFile) === hash) return true;
  if (!matchesNpmsOwnLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

/** `npm ci` without install scripts: nothing that this project uses needs one. */
export async function install() {
  process.stderr.write('tollgate: installing dependencies (half a minute)\n');
  const npm = npmCommand();
  const args = [...npm.args, 'ci', '--ignore-scripts', '--loglevel=error', '--include=dev', '--include=optional'];
  const { code, output } = await runQuietly(npm.command, args, { env: npm.env }).catch((error) => {
    if (error instanceof Problem) throw error;
    throw new Problem(`npm could not be started (${error.message}): install it beside Node`);
  });
  if (code !== 0) throw new Problem(`npm ci failed:\n  ${whatNpmSays(output).join('\n  ')}`);
  if (!isWhole()) {
    throw new Problem('npm ci was disturbed by another install and is not whole: run the command again');
  }
  writeFileSync(stampFile, lockHash());
}

/** npm writes its own lock last: without it an install was interrupted, whatever the stamp says. */
function isWhole() {
  return existsSync(npmsOwnLock) && existsSync(prismaCommand);
}

export function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

/** npm's reason, without the stack and the parts of the error object that it prints behind it. */
function whatNpmSays(output) {
  const said = output.split('\n').filter((line) => /^npm error [A-Za-z]/.test(line));
  return said.slice(0, 5).map((line) => line.replace(/^npm error /, ''));
}

/** True after a developer's own `npm install`: what npm says it installed is what the lock asks for. */
function matchesNpmsOwnLock() {
  const installed = JSON.parse(readFileSync(npmsOwnLock, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const missing = Object.entries(wanted).some(
    ([where, entry]) => where !== '' && entry.optional !== true && installed[where]?.version !== entry.version,
  );
  const foreign = Object.entries(installed).some(([where, entry]) => wanted[where]?.version !== entry.version);
  return !missing && !foreign;
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
