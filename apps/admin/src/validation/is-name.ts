import { TEXT } from './field-kinds.js';

/** Whether a value is a text that PostgreSQL can hold and look up, and not an empty one. */
export function isName(value: unknown): value is string {
  return value !== '' && TEXT.parse(value).ok;
}
