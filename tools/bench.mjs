// npm run bench [-- arguments]: brings what is missing and runs bench/run.mjs on the product's Node.
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { runForeground, withProductNode } from './lib/run.mjs';

await main(async () => {
  await bring();
  const run = withProductNode(fromRoot('bench', 'run.mjs'), process.argv.slice(2));
  return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot() });
});
