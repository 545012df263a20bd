import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { writeArguments } from '../write-arguments.js';
import { readMember, readObjects, readText } from './read-member.js';

/** Steps of a path; one that goes deeper is none that a function's arguments have. */
const STEPS_MAX = 64;

type Tree = { [name: string]: Tree } | Tree[] | string | number | boolean | null;

/**
 * A call whose arguments come piece by piece (`streamFunctionCallArguments`, recordings `generate/tool-args-partial-stream` and
 * `tool-args-missing-end-stream`): each piece sets the value at a JSON path, or goes on with a text there.
 */
export class PartialCall {
  private args: Tree = {};

  constructor(
    readonly id: string,
    readonly name: string,
    readonly signature: string | undefined,
  ) {}

  push(call: JsonObject): void {
    for (const piece of readObjects(call, 'partialArgs')) {
      const steps = readSteps(readText(piece, 'jsonPath'));
      const value = readValue(piece);
      if (steps !== undefined && value !== undefined) this.args = put(this.args, steps, value);
    }
  }

  get input(): string {
    return writeArguments(this.args);
  }
}

/** Whether a call goes on in a later part. */
export function continues(call: JsonObject): boolean {
  return readMember(call, 'willContinue') === true;
}

/** `$.operations[0].action`, `$['a name']`; undefined for any other form. */
function readSteps(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  const pattern = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/gy;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < path.length) {
    const step = pattern.exec(path);
    if (step === null || steps.length >= STEPS_MAX) return undefined;
    const [, name, index, quoted] = step;
    steps.push(index === undefined ? (name ?? (quoted ?? '').replace(/\\(.)/g, '$1')) : Number(index));
  }
  return steps.length === 0 || steps.includes('__proto__') ? undefined : steps;
}

function readValue(piece: JsonObject): string | number | boolean | null | undefined {
  const text = readMember(piece, 'stringValue');
  if (typeof text === 'string') return text;
  const number = readMember(piece, 'numberValue');
  if (typeof number === 'number') return number;
  const bool = readMember(piece, 'boolValue');
  if (typeof bool === 'boolean') return bool;
  return 'nullValue' in piece || 'null_value' in piece ? null : undefined;
}

/** An element may be added at a list's end, and none further: a path cannot ask for a list of any length. */
function put(tree: Tree | undefined, [step, ...rest]: readonly (string | number)[], value: Tree): Tree {
  if (step === undefined) return typeof tree === 'string' && typeof value === 'string' ? tree + value : value;
  if (typeof step === 'number') {
    const items = Array.isArray(tree) ? tree : [];
    if (step > items.length) return items;
    items[step] = put(items[step], rest, value);
    return items;
  }
  const members: { [name: string]: Tree } = isJsonObject(tree) ? tree : {};
  members[step] = put(Object.hasOwn(members, step) ? members[step] : undefined, rest, value);
  return members;
}
