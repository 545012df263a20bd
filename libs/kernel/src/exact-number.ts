/**
 * A number that no double holds (`12345678901234567890`, `1e400`), as it stood in its JSON text: JSON.stringify writes it so again.
 * Nothing counts with it: what reads a number takes `number` alone, and refuses or passes over this as it does any other type.
 */
export interface ExactNumber {
  readonly rawJSON: string;
}

/** ECMAScript's JSON source text access: Node has it since 21, TypeScript's library does not describe it yet. */
interface RawJson {
  readonly rawJSON?: (text: string) => ExactNumber;
  readonly isRawJSON?: (value: unknown) => boolean;
}
const { rawJSON, isRawJSON } = JSON as RawJson;

/** Makes one of a JSON number's text; undefined where the runtime cannot write one, and doubles have to do. */
export const exactNumber: ((text: string) => ExactNumber) | undefined = rawJSON;

export function isExactNumber(value: unknown): value is ExactNumber {
  return isRawJSON !== undefined && isRawJSON(value);
}
