// npm run check [-- name…]: everything that can be known without running the product. All checks run, then the result.
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { runQuietly, withProductNode } from './lib/run.mjs';

const atOnce = 2;

const checks = [
  { name: 'lint', file: 'node_modules/eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  {
    name: 'types',
    file: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'],
  },
  { name: 'format', file: 'node_modules/prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'imports',
    file: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'apps', 'libs'],
  },
  { name: 'dead-code', file: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'lock', file: 'tools/check-lock.mjs', args: [] },
  { name: 'generated', file: 'tools/generate.mjs', args: ['--check'] },
];

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) throw new Problem(`no check is called ${unknown}; there are: ${namesOf(checks)}`);
  await bring({ build: false });
  const chosen = checks.filter((check) => wanted.length === 0 || wanted.includes(check.name));
  const failed = await runAll([...chosen]);
  if (failed.length > 0) throw new Problem(`${failed.length} of ${chosen.length} checks failed: ${namesOf(failed)}`);
  process.stdout.write(`all ${chosen.length} checks passed\n`);
});

async function runAll(queue) {
  const failed = [];
  const workers = Array.from({ length: atOnce }, async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      if (!(await passes(check))) failed.push(check);
    }
  });
  await Promise.all(workers);
  return failed;
}

async function passes({ name, file, args }) {
  const startedAt = performance.now();
  const run = withProductNode(fromRoot(file), args);
  const { code, output } = await runQuietly(run.command, run.args, { env: uncoloured(run.env) });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${indent(output.trim())}\n`);
  return code === 0;
}

/** The tools disagree on FORCE_COLOR=0: to some it says no, to others yes. */
function uncoloured({ FORCE_COLOR: _force, ...env }) {
  return { ...env, NO_COLOR: '1' };
}

function indent(text) {
  return text.replaceAll(/^/gm, '     ');
}

function namesOf(list) {
  return list.map((check) => check.name).join(', ');
}
