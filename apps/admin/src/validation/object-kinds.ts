import { fail, isJsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { validateSync } from 'class-validator';
import type { FieldIssue, FieldKind } from './field-kinds.js';
import { readIssues } from './issue-message.js';
import { readFields } from './read-fields.js';

type Dto = new () => object;

/** An object with the fields of a DTO; what it does not name is left out. */
export function objectOf(dto: Dto): FieldKind {
  return { name: `object of ${dto.name}`, parse: (value) => readObject(dto, value, []) };
}

/** A list of such objects, from 1 to `max`. */
export function listOf(dto: Dto, max: number): FieldKind {
  return { name: `list of ${dto.name}`, itemsMax: max, parse: (value) => readList(dto, max, value) };
}

function readList(dto: Dto, max: number, value: unknown): Outcome<unknown, readonly FieldIssue[]> {
  if (value === undefined) return fail([{ type: 'missing', msg: 'Field required', path: [] }]);
  if (!Array.isArray(value)) return fail([{ type: 'list_type', msg: 'Input should be a valid list', path: [] }]);
  if (value.length === 0 || value.length > max) {
    const msg = `List should have from 1 to ${String(max)} items, not ${String(value.length)}`;
    return fail([{ type: value.length === 0 ? 'too_short' : 'too_long', msg, path: [] }]);
  }
  const read = value.map((item: unknown, index) => readObject(dto, item, [index]));
  const issues = read.flatMap((outcome) => (outcome.ok ? [] : outcome.error));
  return issues.length > 0 ? fail(issues) : succeed(read.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

function readObject(
  dto: Dto,
  value: unknown,
  path: readonly (string | number)[],
): Outcome<object, readonly FieldIssue[]> {
  if (value === undefined) return fail([{ type: 'missing', msg: 'Field required', path }]);
  // a member is read again by its validator: then it is an instance already
  if (value instanceof dto) return succeed(value);
  if (!isJsonObject(value)) return fail([{ type: 'dict_type', msg: 'Input should be a valid dictionary', path }]);
  const instance = readFields(dto, value);
  const issues = validateSync(instance, { whitelist: true }).flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {})
      .flatMap(readIssues)
      .map((issue) => ({ ...issue, path: [...path, property, ...issue.path] })),
  );
  return issues.length > 0 ? fail(issues) : succeed(instance);
}
