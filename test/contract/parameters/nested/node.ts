import type { JsonValue } from '@tollgate/kernel';

/** What a published schema says of a value, as far as a request is made up from it. */
export type Node =
  | { readonly kind: 'leaf'; readonly value: JsonValue; readonly other: JsonValue; readonly fixed?: true }
  | { readonly kind: 'list'; readonly item: () => Node }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'object'; readonly name: string; readonly members: readonly Member[] };

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly node: () => Node;
}

/** One of several words; a single one is no choice. */
export function oneOf(words: readonly JsonValue[]): Node {
  const [first = '', second] = words;
  if (second === undefined) return { kind: 'leaf', value: first, other: first, fixed: true };
  // the first word of many asks for what is done unasked
  return first === true ? { kind: 'leaf', value: first, other: second } : { kind: 'leaf', value: second, other: first };
}
