/** So many rows that what is read or written of them at once holds nobody up. */
const PART_SIZE = 100;

/** A list in parts, for work that others are answered between. */
export function inParts<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / PART_SIZE) }, (_, part) =>
    list.slice(part * PART_SIZE, (part + 1) * PART_SIZE),
  );
}
