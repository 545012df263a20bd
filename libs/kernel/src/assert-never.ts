/** Closes an exhaustive switch: fails to compile when a case is missing, throws when an untyped value gets through. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
