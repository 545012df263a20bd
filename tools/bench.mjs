// npm run bench [-- arguments]: brings what is missing and runs bench/run.mjs on the product's Node; bench:admin runs bench/admin.mjs.
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { runForeground, withProductNode } from './lib/run.mjs';

await main(async () => {
  await bring();
  const [first, ...rest] = process.argv.slice(2);
  const [script, args] = first === '--admin' ? ['admin.mjs', rest] : ['run.mjs', process.argv.slice(2)];
  const run = withProductNode(fromRoot('bench', script), args);
  return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot() });
});
