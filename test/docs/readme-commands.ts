import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const repository = join(__dirname, '../..');

/** Every command of a Markdown text's `sh` blocks in order, as a user would paste it: lines joined, comments left out. */
export function readCommands(file: string): readonly string[] {
  const text = readFileSync(join(repository, file), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .replace(/ *\\\n */g, ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}
