import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** What an id is of, as a caller is told. */
export type ProviderIdKind =
  | 'item'
  | 'reasoning item'
  | 'answer'
  | 'message'
  | 'conversation'
  | 'audio'
  | 'voice'
  | 'file'
  | 'container'
  | 'skill'
  | 'prompt'
  | 'cached content'
  | 'vector store'
  | 'data store'
  | 'connector'
  | 'tunnel'
  | 'secret'
  | 'service account'
  | 'template';

/** An id that stands in a body. */
export interface FoundId {
  /** Where it stands: `input[2].id`. */
  readonly member: string;
  readonly id: string;
  readonly kind: ProviderIdKind;
}

/** A member that can hold an id: of what, where its text is one. */
export interface IdPlace {
  readonly kind: ProviderIdKind | ((owner: JsonObject) => ProviderIdKind);
  /** Whether the text is an id, from it and the object that it is a member of. */
  readonly holds: (text: string, owner: JsonObject) => boolean;
}

/** Places by their paths: names joined by dots, `[]` after one that is a list, `*` for any name, `**` for any way down. */
export type IdPlaces = Readonly<Record<string, IdPlace>>;

/** Places as they are looked for: each list and object of a body is gone through once, whatever the number of places beneath it. */
export interface IdTree {
  place?: IdPlace;
  readonly members: Map<string, IdTree>;
  any?: IdTree;
  each?: IdTree;
}

/** The same places, each one deeper. */
export function beneath(path: string, places: IdPlaces): IdPlaces {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [`${path}.${name}`, place]));
}

export function growTree(places: IdPlaces): IdTree {
  const root: IdTree = { members: new Map() };
  for (const [path, place] of Object.entries(places)) plant(root, path.split('.'), place);
  return root;
}

/** Every id that stands in one of the places, in the order of the body. */
export function findIds(tree: IdTree, body: JsonObject): readonly FoundId[] {
  const found: FoundId[] = [];
  gather(tree, body, body, [], found);
  return found;
}

function plant(tree: IdTree, [segment, ...rest]: readonly string[], place: IdPlace): void {
  if (segment === undefined) {
    tree.place = place;
    return;
  }
  if (segment === '**') {
    plant(tree, rest, place);
    plant(deepen(tree), rest, place);
    return;
  }
  const isList = segment.endsWith('[]');
  const name = isList ? segment.slice(0, -2) : segment;
  for (const spelling of spellingsOf(name)) {
    const child = spelling === '*' ? (tree.any ??= { members: new Map() }) : memberOf(tree, spelling);
    plant(isList ? (child.each ??= { members: new Map() }) : child, rest, place);
  }
}

/** What stands for every member of the tree, however deep: it is its own members. */
function deepen(tree: IdTree): IdTree {
  const deep = (tree.any ??= { members: new Map() });
  deep.any = deep;
  return deep;
}

function memberOf({ members }: IdTree, name: string): IdTree {
  const known = members.get(name);
  if (known !== undefined) return known;
  const made: IdTree = { members: new Map() };
  members.set(name, made);
  return made;
}

/** Google's servers take `cachedContent` and `cached_content` alike (protocol buffers' JSON mapping). */
function spellingsOf(name: string): readonly string[] {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return snake === name ? [name] : [name, snake];
}

/** The way to a value: one list for the whole walk. */
type Path = (string | number)[];

/** A single value counts as a list of one, and a list as each of its values: a provider may take either. */
function gather(tree: IdTree, value: JsonValue | undefined, owner: JsonObject, path: Path, found: FoundId[]): void {
  if (Array.isArray(value)) {
    const each = tree.each ?? tree;
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      if (typeof item !== 'object' && typeof item !== 'string') continue;
      path.push(index);
      gather(each, item, owner, path, found);
      path.pop();
    }
    return;
  }
  if (tree.each !== undefined) gather(tree.each, value, owner, path, found);
  if (typeof value === 'string') note(tree.place, value, owner, path, found);
  else if (isJsonObject(value)) gatherMembers(tree, value, path, found);
}

function gatherMembers({ members, any }: IdTree, value: JsonObject, path: Path, found: FoundId[]): void {
  for (const [name, child] of members) gatherMember(child, value, name, path, found);
  if (any !== undefined) for (const name in value) gatherMember(any, value, name, path, found);
}

function gatherMember(tree: IdTree, owner: JsonObject, name: string, path: Path, found: FoundId[]): void {
  const member = owner[name];
  if (member === undefined || member === null) return;
  path.push(name);
  gather(tree, member, owner, path, found);
  path.pop();
}

function note(place: IdPlace | undefined, id: string, owner: JsonObject, path: Path, found: FoundId[]): void {
  if (place === undefined || id === '' || !place.holds(id, owner)) return;
  const kind = typeof place.kind === 'function' ? place.kind(owner) : place.kind;
  found.push({ member: nameOf(path), id, kind });
}

function nameOf(path: Path): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
}
