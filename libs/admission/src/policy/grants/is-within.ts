/** Whether a list gives no more than another does; an empty one gives everything. */
export function isWithin(
  held: readonly string[],
  given: readonly string[],
  holds: (list: readonly string[], entry: string) => boolean,
): boolean {
  if (held.length === 0) return true;
  return given.length > 0 && given.every((entry) => holds(held, entry));
}
