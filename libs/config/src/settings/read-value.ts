import type { JsonValue } from '@tollgate/kernel';
import type { z } from 'zod';
import type { ConfigProblem } from '../problem.js';

/** A value by its schema; undefined where it has a problem, which `problems` is told with its path. */
export function readValue<S extends z.ZodType>(
  schema: S,
  value: JsonValue | undefined,
  path: string,
  problems: ConfigProblem[],
): z.output<S> | undefined {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    problems.push({ path: joinPath(path, issue.path), message: messageOf(issue, value) });
  return undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
};

/** The schema's own words; where it has none, the validator's are put into ours. */
function messageOf(issue: z.core.$ZodIssue, value: JsonValue | undefined): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  const kind = issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined;
  const expected = kind === undefined ? 'expected another kind of value' : `expected ${kind}`;
  return issue.path.length > 0 && memberAt(value, issue.path) === undefined ? `is missing: ${expected}` : expected;
}

function memberAt(value: JsonValue | undefined, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value);
}

function joinPath(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (joined, part) => (typeof part === 'number' ? `${joined}[${part}]` : `${joined}.${String(part)}`),
    base,
  );
}
