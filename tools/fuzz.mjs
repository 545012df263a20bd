// npm run fuzz [-- --seconds N] [--seed N] [jest arguments]: the fuzz tests of `npm test`, each for N seconds (300) instead of a few.
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { runForeground, withProductNode } from './lib/run.mjs';

const secondsDefault = '300';

await main(() => {
  const args = process.argv.slice(2);
  const seconds = take(args, '--seconds') ?? secondsDefault;
  const seed = take(args, '--seed');
  const env = { ...process.env, FUZZ_SECONDS: seconds, ...(seed !== undefined && { FUZZ_SEED: seed }) };
  const run = withProductNode(fromRoot('tools', 'test.mjs'), ['test/fuzz', ...args], env);
  return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot() });
});

/** Takes an option and its whole number out of the arguments. */
function take(args, name) {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const [, value] = args.splice(at, 2);
  if (!/^\d+$/.test(value ?? '')) throw new Problem(`${name} needs a whole number`);
  return value;
}
