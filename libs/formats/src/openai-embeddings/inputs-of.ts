import type { JsonObject } from '@tollgate/kernel';

/** How many inputs a body asks of: a text, or the token ids of one, is one. */
export function inputsOf({ input }: JsonObject): number {
  return Array.isArray(input) && typeof input[0] !== 'number' ? input.length : 1;
}
