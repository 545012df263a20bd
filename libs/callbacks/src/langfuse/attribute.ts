/** Langfuse takes scalars and lists of them; a structure goes as JSON text. */
export type AttributeValue = string | number | boolean | readonly string[];
export type Attribute = readonly [name: string, value: AttributeValue];

/** No attribute at all when the value is unknown. */
export function attribute(name: string, value: AttributeValue | undefined): readonly Attribute[] {
  return value === undefined ? [] : [[name, value]];
}

/** An attribute that holds a structure. */
export function jsonAttribute(name: string, value: unknown): readonly Attribute[] {
  return value === undefined ? [] : [[name, JSON.stringify(value)]];
}
