import { type ExactNumber, exactNumber } from './exact-number.js';
import type { JsonValue } from './json.js';
import { mayHoldExactNumber } from './may-hold-exact-number.js';

/** Beyond these no number is meant, and a database refuses it: it is read as JSON.parse reads it. */
const EXACT_LENGTH_MAX = 100;
const EXPONENT_FAR = /e[+-]?\d{4}/i;

/**
 * JSON.parse that changes no number of up to 100 characters: one whose value a double cannot hold becomes an ExactNumber, which
 * JSON.stringify writes as it was. Other spellings of the same value (`1.0`, `1e2`) become that value. Throws SyntaxError as JSON.parse does.
 */
export function parseJson(text: string): JsonValue {
  const exact = exactNumber;
  if (exact === undefined || !mayHoldExactNumber(text)) return JSON.parse(text) as JsonValue;
  return (JSON.parse as ParseWithSource)(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined ? keepValue(value, source, exact) : value,
  ) as JsonValue;
}

/** JSON.parse as of ECMAScript's source text access: a reviver is shown the text of each primitive. */
type ParseWithSource = (
  text: string,
  reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

function keepValue(value: number, source: string, exact: (text: string) => ExactNumber): number | ExactNumber {
  if (source.length > EXACT_LENGTH_MAX || EXPONENT_FAR.test(source)) return value;
  const [digits, exponent] = significantDigits(source);
  const [keptDigits, keptExponent] = significantDigits(String(value));
  return digits === keptDigits && exponent === keptExponent ? value : exact(source);
}

/** A number's digits without the zeros around them, and the power of ten of the last: equal for equal values. Zero has none. */
function significantDigits(text: string): readonly [digits: string, exponent: number] {
  const [mantissa = '', power = '0'] = text.split(/e/i);
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end -= 1;
  if (start === end) return ['', 0];
  return [digits.slice(start, end), Number(power) - fraction.length + digits.length - end];
}
