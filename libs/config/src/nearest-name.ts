import { closest, distance } from 'fastest-levenshtein';

/** The known name that was most likely meant, or undefined when none is near (more than a third of the letters differ). */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, [...known]);
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}

/** ` (did you mean X?)`, or nothing. */
export function suggest(name: string, known: readonly string[]): string {
  const best = nearestName(name, known);
  return best === undefined ? '' : ` (did you mean ${best}?)`;
}
