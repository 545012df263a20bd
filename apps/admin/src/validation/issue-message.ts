import type { Outcome } from '@tollgate/kernel';
import type { FieldIssue } from './field-kinds.js';

/**
 * Issues as a class-validator message, the one thing it hands on for a decorator of our own. Its `$value` and the like would be
 * filled in: the dollar signs of client's names are escaped.
 */
export function writeIssues(parsed: Outcome<unknown, readonly FieldIssue[]>): string {
  return JSON.stringify(parsed.ok ? [] : parsed.error).replaceAll('$', '\\u0024');
}

export function readIssues(message: string): readonly FieldIssue[] {
  return JSON.parse(message) as readonly FieldIssue[];
}
