import { isExactNumber, type JsonValue } from '@tollgate/kernel';
import { makeWellFormed } from './make-well-formed.js';

/** Deeper values become null; PostgreSQL's JSON parser recurses on its stack. */
const DEPTH_MAX = 100;
const KEY_BYTES_MAX = 1024;

/** Set in an object that lost members, and put at the end of a list that lost entries. */
const TRUNCATED = '_truncated';

/**
 * A copy of any value that is JSON, well-formed at every depth and about `bytesMax` bytes at most: strings are cut, members
 * beyond the budget left out and marked. Integers of type bigint become decimal strings, non-finite numbers null.
 */
export function boundJson(value: unknown, bytesMax: number): JsonValue {
  return bound(value, { bytesLeft: bytesMax }, 0) ?? null;
}

interface Budget {
  bytesLeft: number;
}

function bound(value: unknown, budget: Budget, depth: number): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
      return boundString(value, budget);
    case 'number':
      budget.bytesLeft -= 8;
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      budget.bytesLeft -= 5;
      return value;
    case 'bigint':
      return boundString(value.toString(), budget);
    case 'object':
      if (isExactNumber(value)) {
        budget.bytesLeft -= value.rawJSON.length;
        return value;
      }
      return value === null || depth >= DEPTH_MAX ? null : boundStructure(value, budget, depth + 1);
    default:
      return undefined;
  }
}

function boundString(text: string, budget: Budget): string {
  const kept = makeWellFormed(text, Math.max(0, budget.bytesLeft));
  budget.bytesLeft -= Buffer.byteLength(kept) + 2;
  return kept;
}

function boundStructure(value: object, budget: Budget, depth: number): JsonValue {
  return Array.isArray(value) ? boundList(value, budget, depth) : boundObject(value, budget, depth);
}

function boundList(list: readonly unknown[], budget: Budget, depth: number): JsonValue {
  const kept: JsonValue[] = [];
  for (const entry of list) {
    if (budget.bytesLeft <= 0) return [...kept, TRUNCATED];
    kept.push(bound(entry, budget, depth) ?? null);
    budget.bytesLeft -= 1;
  }
  return kept;
}

function boundObject(object: object, budget: Budget, depth: number): JsonValue {
  const kept: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(object)) {
    if (budget.bytesLeft <= 0) {
      kept.push([TRUNCATED, true]);
      break;
    }
    const key = makeWellFormed(name, KEY_BYTES_MAX);
    budget.bytesLeft -= Buffer.byteLength(key) + 4;
    const bounded = bound(member, budget, depth);
    if (bounded !== undefined) kept.push([key, bounded]);
  }
  return Object.fromEntries(kept);
}
