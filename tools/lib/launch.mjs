import { bring } from './bring.mjs';
import { engineOptions } from './engine-options.mjs';
import { productNode } from './node.mjs';
import { program } from './paths.mjs';
import { runForeground } from './run.mjs';

/** Brings what is missing and runs the product's command with these arguments; returns its exit code. */
export async function launch(args) {
  await bring();
  return runForeground(productNode(), [...engineOptions, program, ...args]);
}
