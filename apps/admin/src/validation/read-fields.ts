import type { FieldKind } from './field-kinds.js';

type Dto<T extends object> = new () => T;

/** The fields of each DTO, by its prototype: `Field` writes them as the classes are declared. */
const kindsOf = new WeakMap<object, Map<string, FieldKind>>();

/** Makes a member of a DTO one of its fields. */
export function addField(prototype: object, name: string, kind: FieldKind): void {
  const kinds = kindsOf.get(prototype) ?? new Map<string, FieldKind>();
  kindsOf.set(prototype, kinds.set(name, kind));
}

/**
 * An instance of a DTO with what was sent of its fields, each as its kind reads it; a field that was not sent keeps what the class gives it.
 * The work is by the fields of the class and the length of what they hold, never by how many other members were sent: class-transformer, which
 * is made for this, compares every name in an object with every other, and a body of 1 MB held the process up for four seconds.
 */
export function readFields<T extends object>(dto: Dto<T>, sent: object): T {
  const members = sent as Readonly<Record<string, unknown>>;
  const read: [name: string, value: unknown][] = [];
  for (const prototype of lineOf(dto.prototype as object))
    for (const [name, kind] of kindsOf.get(prototype) ?? [])
      if (Object.hasOwn(members, name)) read.push([name, readMember(kind, members[name])]);
  return Object.assign(new dto(), Object.fromEntries(read));
}

/** A class and those that it extends, the furthest first: a field that is declared again is read as the nearest says. */
function lineOf(prototype: object): readonly object[] {
  const above = Object.getPrototypeOf(prototype) as object | null;
  return above === null ? [prototype] : [...lineOf(above), prototype];
}

/** The value as its kind reads it, or as it stands when it is faulty: the validator then finds the fault again. */
function readMember(kind: FieldKind, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const parsed = kind.parse(value);
  return parsed.ok ? parsed.value : value;
}
