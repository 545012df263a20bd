import type { FilePart } from '@tollgate/canonical';

/** A document of plain text as a dialect without documents tells it: its title, what is said of it, its text. */
export function fileText({ filename, context }: FilePart, text: string): string {
  return [filename, context, text].filter((line) => line !== undefined).join('\n');
}
