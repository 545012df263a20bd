import { bring } from './bring.mjs';
import { engineOptions } from './engine-options.mjs';
import { fromRoot } from './paths.mjs';
import { productNode } from './node.mjs';
import { runForeground } from './run.mjs';

/** Brings what is missing and runs the product's command with these arguments; returns its exit code. */
export async function launch(args) {
  await bring();
  const program = fromRoot('dist', 'apps', 'cli', 'src', 'main.js');
  return runForeground(productNode(), [...engineOptions, program, ...args]);
}
