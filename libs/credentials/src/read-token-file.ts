import { readFile } from 'node:fs/promises';
import type { ReadTokenFile } from './entra-issuer.js';

/** A token as a platform's file holds it. Throws where there is no such file; the error names its path, for the operator. */
export const readTokenFile: ReadTokenFile = (path) => readFile(path, 'utf8');
