import type { JsonValue } from '@tollgate/kernel';
import { MARKER } from '../../request-fields/cost.js';
import type { Member, Node } from './node.js';

/** The innermost members of a request, each in a request that has it and in one that has it not, or has another value. */
export interface Leaf {
  /** From the top down, lists apart. */
  readonly path: readonly string[];
  readonly asked: JsonValue;
  readonly unasked: JsonValue;
}

type Within = (value: JsonValue) => JsonValue;

interface Place {
  readonly path: readonly string[];
  readonly within: Within;
  /** Names of the objects that it stands in: one within itself is not looked into again. */
  readonly above: readonly string[];
}

/** A member that no vendor has published yet stands in every object. */
const UNPUBLISHED: Member = {
  name: 'unpublished_member',
  required: false,
  node: () => ({ kind: 'leaf', value: MARKER, other: 'other' }),
};

/** Every leaf of a schema. */
export function leavesOf(
  node: Node,
  place: Place = { path: [], within: (value) => value, above: [] },
): readonly Leaf[] {
  switch (node.kind) {
    case 'leaf':
      return [];
    case 'list':
      return leavesOf(node.item(), { ...place, within: (value) => place.within([value]) });
    case 'choice':
      return node.options.flatMap((option) => leavesOf(option, place));
    case 'object':
      return place.above.includes(node.name)
        ? []
        : [...node.members, UNPUBLISHED].flatMap((member) => leavesOfMember(node, member, place));
  }
}

function leavesOfMember(
  owner: Extract<Node, { kind: 'object' }>,
  { name, required, node: read }: Member,
  { path, within, above }: Place,
): readonly Leaf[] {
  const least = leastOf(owner, above.length);
  const node = read();
  const own = [...path, name];
  const inner = {
    path: own,
    within: (value: JsonValue) => within({ ...least, [name]: value }),
    above: [...above, owner.name],
  };
  const plain = plainLeaf(node);
  const nested = leavesOf(node, inner);
  if (plain === undefined || plain.fixed === true) return nested;
  const { [name]: _gone, ...others } = least;
  const unasked = within(required ? { ...least, [name]: plain.other } : others);
  return [{ path: own, asked: within({ ...least, [name]: plain.value }), unasked }, ...nested];
}

function plainLeaf(node: Node): Extract<Node, { kind: 'leaf' }> | undefined {
  if (node.kind === 'leaf') return node;
  if (node.kind === 'list') return listed(plainLeaf(node.item()));
  if (node.kind === 'object') return undefined;
  return node.options.map(plainLeaf).find((leaf) => leaf !== undefined);
}

function listed(leaf: Extract<Node, { kind: 'leaf' }> | undefined): Extract<Node, { kind: 'leaf' }> | undefined {
  return leaf && { ...leaf, value: [leaf.value], other: [leaf.other] };
}

const DEPTH_MAX = 12;

/** The least value that the schema takes. */
function least(node: Node, depth: number): JsonValue {
  if (depth > DEPTH_MAX) return {};
  switch (node.kind) {
    case 'leaf':
      return node.other;
    case 'list':
      return [least(node.item(), depth + 1)];
    case 'choice':
      return node.options[0] === undefined ? {} : least(node.options[0], depth + 1);
    case 'object':
      return leastOf(node, depth);
  }
}

function leastOf({ members }: Extract<Node, { kind: 'object' }>, depth: number): Readonly<Record<string, JsonValue>> {
  const required = members.filter((member) => member.required);
  return Object.fromEntries(required.map(({ name, node }) => [name, least(node(), depth + 1)]));
}
