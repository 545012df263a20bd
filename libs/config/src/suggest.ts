import { closest, distance } from 'fastest-levenshtein';

/** ` (did you mean X?)`, or nothing where no known name is near (more than a third of the letters differ). */
export function suggest(name: string, known: readonly string[]): string {
  const best = closestOf(name, known, Math.max(2, Math.floor(name.length / 3)));
  return best === undefined ? '' : ` (did you mean ${best}?)`;
}

/** The known name that this one surely was meant to be: one letter off, or two in a longer name. */
export function findMisspelt(name: string, known: readonly string[]): string | undefined {
  return closestOf(name, known, name.length < 6 ? 1 : 2);
}

function closestOf(name: string, known: readonly string[], lettersMax: number): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, [...known]);
  return distance(name, best) <= lettersMax ? best : undefined;
}
