import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FunctionTool, Source, Tool, ToolCallPart, ToolChoice } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import type { Losses } from '../losses.js';
import { isRead } from '../unread/walk-unread.js';
import { searchOfTool } from '../web-search.js';
import { decodeCacheMarker, readText } from './decode-part.js';
import { ownSource, writtenHere } from './own-source.js';
import { TOOL_CHOICE } from './request-shape.js';

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

/**
 * Tools as the provider takes them. What only another dialect can express is a loss, but for a search of the web that is asked for beside them
 * (`searched`).
 */
export function encodeTools(tools: readonly Tool[], losses: Losses, searched = false): readonly JsonValue[] {
  return tools.flatMap((tool) => {
    const written = writtenHere(tool);
    if (written !== undefined) return [written];
    if (tool.type === 'opaque') {
      const custom = encodeCustom(tool.source);
      if (custom !== undefined) return [custom];
      if (!searched || searchOfTool(tool) === undefined)
        losses.refuse('tools', 'a tool that only its own dialect can express');
      return [];
    }
    nameLosses(tool, losses);
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
    if (isJsonObject(named) && typeof named['name'] === 'string')
      return {
        type: 'tool',
        name: named['name'],
        ...(!isRead(choice, TOOL_CHOICE) && { source: ownSource(choice) }),
      };
  }
  return { type: 'opaque', source: ownSource(choice) };
}

/** Undefined, and a loss, for a choice that only another dialect can express. */
export function encodeToolChoice(choice: ToolChoice, losses: Losses): JsonValue | undefined {
  switch (choice.type) {
    case 'tool':
      return writtenHere(choice) ?? { type: 'function', function: { name: choice.name } };
    case 'opaque': {
      const written = writtenHere(choice) ?? encodeCustom(choice.source);
      if (written === undefined) losses.refuse('tool_choice', 'a choice that only its own dialect can express');
      return written;
    }
    default:
      return choice.type;
  }
}

/** A custom tool stands flat in the Responses API, its grammar too. */
function encodeCustom({ format, value }: Source): JsonObject | undefined {
  if (format !== 'openai-responses' || !isJsonObject(value) || value['type'] !== 'custom') return undefined;
  const { type, format: wanted, ...others } = value;
  const { type: kind, ...grammar } = isJsonObject(wanted) ? wanted : {};
  const nested = kind === 'grammar' ? { type: kind, grammar } : wanted;
  return { type, custom: { ...others, ...(nested !== undefined && { format: nested }) } };
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

/** What a function of another dialect says beside name, description and schema. */
function nameLosses({ extra = {}, cache }: FunctionTool, losses: Losses): void {
  for (const name of Object.keys(extra)) losses.drop(`tools[*].${name}`, 'not a member of a function of this dialect');
  if (cache !== undefined) losses.drop('cache_control', 'the provider caches by itself');
}

function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
