// npm run dev [-- options]: runs the product, and builds and restarts it whenever a source has changed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { bring } from './lib/bring.mjs';
import { isBuilt } from './lib/build.mjs';
import { engineOptions } from './lib/engine-options.mjs';
import { isGenerated } from './lib/generate.mjs';
import { productNode } from './lib/node.mjs';
import { fromRoot, program } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { onStop } from './lib/run.mjs';

const quietMs = 200;

await main(async () => {
  await bring();
  let child = startProduct();
  let building = Promise.resolve();
  let timer;
  const rebuild = async () => {
    if ((isGenerated() && isBuilt()) || !(await canBring())) return;
    await stopProduct(child);
    child = startProduct();
  };
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (building = building.then(rebuild)), quietMs);
  };
  const watchers = ['apps', 'libs', 'prisma'].map((folder) => watch(fromRoot(folder), { recursive: true }, onChange));
  const signal = await new Promise((resolve) => onStop(resolve));
  for (const watcher of watchers) watcher.close();
  clearTimeout(timer);
  await building;
  await stopProduct(child, signal);
  process.exit();
});

/** A change that does not compile leaves the running product as it is. */
async function canBring() {
  try {
    await bring();
    return true;
  } catch (error) {
    process.stderr.write(`tollgate: ${error.message}\n`);
    return false;
  }
}

/** In a group of its own, so that Ctrl-C reaches it through us, once. */
function startProduct() {
  return spawn(productNode(), ['--enable-source-maps', ...engineOptions, program, ...process.argv.slice(2)], {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  });
}

async function stopProduct(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
