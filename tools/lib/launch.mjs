import { bring } from './bring.mjs';
import { fromRoot } from './paths.mjs';
import { productNode } from './node.mjs';
import { runForeground } from './run.mjs';

/** Brings what is missing and runs the product's command with these arguments; returns its exit code. */
export async function launch(args) {
  await bring();
  return runForeground(productNode(), [fromRoot('dist', 'apps', 'cli', 'src', 'main.js'), ...args]);
}
