import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { fromRoot, program, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { runStep, withProductNode } from './run.mjs';

const stampFile = fromRoot('dist', '.stamp');
const settings = [
  'tsconfig.json',
  'nest-cli.json',
  'apps/cli/tsconfig.app.json',
  'package-lock.json',
  'tools/lib/bundle.mjs',
];

export function isBuilt() {
  return existsSync(program) && readStamp().hash === hashOf(sources());
}

/** `nest build cli` compiles every app and lib into dist/ (tsc, incremental) and rewrites the `@tollgate/*` paths; `bundle` joins them. */
export async function build() {
  process.stderr.write('tollgate: building\n');
  const before = sources();
  const nest = fromRoot('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const { command, args, env } = withProductNode(nest, ['build', 'cli']);
  const code = await runStep(command, args, { env });
  if (code !== 0) throw new Problem('the build failed; the compiler says why above');
  removeOrphans(before);
  await bundle();
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ hash: hashOf(before), files: before.map((source) => source.file) }));
}

/** Path, time and size of all that is compiled: reading the contents of every file would cost more than the start may take. */
function sources() {
  const found = [];
  for (const group of ['apps', 'libs']) {
    for (const project of listFolders(group)) collect(path.join(group, project, 'src'), found);
  }
  for (const file of settings) found.push(describe(file));
  return found;
}

function collect(folder, found) {
  for (const entry of list(folder)) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) collect(file, found);
    else if (isSource(entry.name)) found.push(describe(file));
  }
}

function isSource(name) {
  return /\.(ts|json)$/.test(name) && !/\.(spec|contract)\.ts$/.test(name);
}

function describe(file) {
  const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
  return { file, mark: stat === undefined ? 'absent' : `${stat.mtimeMs}:${stat.size}` };
}

function list(folder) {
  try {
    return readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
}

function listFolders(folder) {
  return list(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function hashOf(found) {
  const hash = createHash('sha256');
  for (const { file, mark } of found) hash.update(`${file}\0${mark}\0`);
  return hash.digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** What was compiled from a source that is gone does not stay in dist/. */
function removeOrphans(present) {
  const kept = new Set(present.map((source) => source.file));
  for (const file of readStamp().files ?? []) {
    if (kept.has(file) || !file.endsWith('.ts')) continue;
    const compiled = path.join(root, 'dist', file.slice(0, -'.ts'.length));
    for (const extension of ['.js', '.js.map']) rmSync(compiled + extension, { force: true });
  }
}
