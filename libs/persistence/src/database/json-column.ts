import type { JsonValue } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';

/** A value for a JSON column: Prisma writes it with JSON.stringify, and its type knows no number that is kept as text. */
export function jsonColumn(value: Exclude<JsonValue, null>): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}
