import type { JsonObject } from '@tollgate/kernel';

/** What a dialect's decoder reads of an object: of its members, and of what stands in them. */
export interface Shape {
  /** Members that are read, or that every other dialect says without them. */
  readonly read: ReadonlySet<string>;
  /** Members in which only some things are read. */
  readonly within: ReadonlyMap<string, Within>;
}

/** Undefined where the object is not read at all: then it is told of as a whole. */
export type Within = Shape | ((object: JsonObject) => Shape | undefined);

/** A shape of the names of what is read, and of what is looked into. */
export function shape(read: readonly string[], within: Readonly<Record<string, Within>> = {}): Shape {
  return { read: new Set(read), within: new Map(Object.entries(within)) };
}

/** Objects that `type` tells apart. */
export function byType(shapes: Readonly<Record<string, Shape>>): Within {
  const known = new Map(Object.entries(shapes));
  return ({ type }) => (typeof type === 'string' ? known.get(type) : undefined);
}
