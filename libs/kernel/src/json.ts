import { type ExactNumber, isExactNumber } from './exact-number.js';

/** A value as parseJson gives it. Most numbers are `number`; one that a double would change is an ExactNumber. */
export type JsonValue = null | boolean | number | ExactNumber | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}
