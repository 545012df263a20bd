import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FunctionTool, Tool, ToolCallPart, ToolChoice, Warning } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import { decodeCacheMarker, readText } from './decode-part.js';
import { ownSource, writtenHere } from './own-source.js';

/** Function tools; grammar tools and tools that the provider runs stay opaque. */
export function decodeTools(tools: readonly JsonObject[]): readonly Tool[] {
  return tools.map((tool) => {
    const source = ownSource(tool);
    const { type, function: spec, cache_control: cache, ...beside } = tool;
    if (type !== 'function' || !isJsonObject(spec)) return { type: 'opaque', source };
    const { name, description, parameters, strict, cache_control: innerCache, ...within } = spec;
    if (typeof name !== 'string') return { type: 'opaque', source };
    return {
      ...functionTool(name, { description, parameters, strict, others: { ...within, ...beside } }),
      ...decodeCacheMarker(cache ?? innerCache),
      source,
    };
  });
}

/** Tools as the provider takes them; what only another dialect can express is dropped and named. */
export function encodeTools(tools: readonly Tool[], warnings: Warning[]): readonly JsonValue[] {
  nameLosses(tools, warnings);
  return tools.flatMap((tool, index) => {
    const written = writtenHere(tool);
    if (written !== undefined) return [written];
    if (tool.type === 'opaque') {
      warnings.push({
        code: 'dropped',
        path: `tools[${index}]`,
        reason: 'a tool that only its own dialect can express',
      });
      return [];
    }
    const { name, description, parameters, strict } = tool;
    return [
      {
        type: 'function',
        function: {
          name,
          ...(description !== undefined && { description }),
          ...(parameters !== undefined && { parameters }),
          ...(strict !== undefined && { strict }),
        },
      },
    ];
  });
}

export function decodeToolChoice(choice: JsonValue): ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { type: choice };
  if (isJsonObject(choice) && choice['type'] === 'function') {
    const { function: named } = choice;
    if (isJsonObject(named) && typeof named['name'] === 'string') return { type: 'tool', name: named['name'] };
  }
  return { type: 'opaque', source: ownSource(choice) };
}

/** Undefined, and named, for a choice that only another dialect can express. */
export function encodeToolChoice(choice: ToolChoice, warnings: Warning[]): JsonValue | undefined {
  switch (choice.type) {
    case 'tool':
      return { type: 'function', function: { name: choice.name } };
    case 'opaque': {
      const written = writtenHere(choice);
      if (written === undefined)
        warnings.push({
          code: 'dropped',
          path: 'tool_choice',
          reason: 'a choice that only its own dialect can express',
        });
      return written;
    }
    default:
      return choice.type;
  }
}

/** A whole tool call. Arguments that a host sends as an object become their text. */
export function decodeToolCall(call: JsonObject): ToolCallPart {
  const source = ownSource(call);
  const id = readText(call['id']);
  const { custom, function: called } = call;
  if (isJsonObject(custom)) {
    return {
      type: 'tool-call',
      id,
      name: readText(custom['name']),
      input: readText(custom['input']),
      kind: 'custom',
      source,
    };
  }
  const spec = isJsonObject(called) ? called : {};
  return {
    type: 'tool-call',
    id,
    name: readText(spec['name']),
    input: readArguments(spec['arguments']),
    kind: 'function',
    source,
  };
}

export function encodeToolCall(call: ToolCallPart): JsonObject {
  const written = writtenHere(call);
  if (isJsonObject(written)) return written;
  const { id, name, input } = call;
  return call.kind === 'custom'
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } };
}

/** What functions of another dialect say beside name, description and schema: each member once, for all of them. */
function nameLosses(tools: readonly Tool[], warnings: Warning[]): void {
  const foreign = tools.filter((tool) => tool.type === 'function' && writtenHere(tool) === undefined) as FunctionTool[];
  const names = new Set(foreign.flatMap(({ extra = {} }) => Object.keys(extra)));
  const reason = 'not a member of a function of this dialect';
  for (const name of names) warnings.push({ code: 'dropped', path: `tools[*].${name}`, reason });
  const marked = foreign.some(({ cache }) => cache !== undefined);
  if (marked && !warnings.some(({ path }) => path === 'cache_control'))
    warnings.push({ code: 'dropped', path: 'cache_control', reason: 'the provider caches by itself' });
}

function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
