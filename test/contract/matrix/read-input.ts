/** A tool's input as what it says: JSON parsed, so that its spelling does not count. */
export function readInput(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input) as unknown;
  } catch {
    return input;
  }
}
