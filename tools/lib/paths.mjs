import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export function fromRoot(...parts) {
  return path.join(root, ...parts);
}

/** The product: what `bundle` makes of dist/, and what is started wherever it runs. */
export const program = fromRoot('dist', 'program', 'main.js');
