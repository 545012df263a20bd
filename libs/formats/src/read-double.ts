import { isExactNumber, type JsonValue } from '@tollgate/kernel';

/**
 * A sampling setting, which is a double for every provider: one written with more digits is rounded to it. Undefined for what is no
 * finite number.
 */
export function readDouble(value: JsonValue | undefined): number | undefined {
  const number = isExactNumber(value) ? Number(value.rawJSON) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
