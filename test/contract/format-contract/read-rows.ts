import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What is known of a folder's recordings, by file. */
export function readRows<T>(folder: string, file: string): Readonly<Record<string, T>> {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Readonly<Record<string, T>>;
}
