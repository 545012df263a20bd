import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { OptionRow } from './option-table.js';

/** The value of an option in its type; the error is the text to show behind the option's name. */
export function readOptionValue(row: OptionRow, given: string | undefined): Outcome<boolean | string | number, string> {
  if (row.type === 'boolean') return given === undefined ? succeed(true) : fail('takes no value');
  const text = given ?? '';
  switch (row.value) {
    case 'port':
      return within(text, (value) => Number.isInteger(value) && value >= 0 && value <= 65535, 'a port of 0 to 65535');
    case 'integer':
      return within(text, (value) => Number.isInteger(value) && value > 0, 'a whole number of 1 or more');
    case 'number':
      return within(text, (value) => Number.isFinite(value) && value >= 0, 'a number of 0 or more');
    default:
      return succeed(text);
  }
}

function within(text: string, isValid: (value: number) => boolean, expected: string): Outcome<number, string> {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return isValid(value) ? succeed(value) : fail(`expected ${expected}, got "${text}"`);
}
