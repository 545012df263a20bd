import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FunctionTool, Tool, ToolChoice } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import type { Losses } from '../losses.js';
import { TOOL_CHOICE as CHAT_CHOICE } from '../openai-chat/request-shape.js';
import { shape } from '../unread/shape.js';
import { isRead, walkUnread } from '../unread/walk-unread.js';
import { searchOfTool } from '../web-search.js';
import { encodeSearch } from './encode-search.js';
import { ownSource, writtenHere } from './own-source.js';
import { TOOL_CHOICE } from './request-shape.js';

/** Function tools; custom tools and tools that the provider runs stay opaque. */
export function decodeTools(tools: readonly JsonObject[]): readonly Tool[] {
  return tools.map((tool) => {
    const source = ownSource(tool);
    const { type, name, description, parameters, strict, ...others } = tool;
    if (type !== 'function' || typeof name !== 'string') return { type: 'opaque', source };
    return { ...functionTool(name, { description, parameters, strict, others }), source };
  });
}

/** Tools as the provider takes them. Of those that another dialect's provider runs, this one has the search of the web. */
export function encodeTools(tools: readonly Tool[], losses: Losses): readonly JsonValue[] {
  return tools.flatMap((tool): readonly JsonValue[] => {
    const written = writtenHere(tool);
    if (written !== undefined) return [written];
    if (tool.type === 'function') return [encodeFunction(tool, losses)];
    const custom = encodeCustom(tool.source.value, losses);
    if (custom !== undefined) return [custom];
    const search = searchOfTool(tool);
    if (search !== undefined) return [encodeSearch(search, losses)];
    losses.refuse('tools', 'a tool of a type that the Responses API does not know');
    return [];
  });
}

export function decodeToolChoice(choice: JsonValue): ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { type: choice };
  if (isJsonObject(choice) && choice['type'] === 'function' && typeof choice['name'] === 'string')
    return {
      type: 'tool',
      name: choice['name'],
      ...(!isRead(choice, TOOL_CHOICE) && { source: ownSource(choice) }),
    };
  return { type: 'opaque', source: ownSource(choice) };
}

export function encodeToolChoice(choice: ToolChoice, losses: Losses): JsonValue | undefined {
  switch (choice.type) {
    case 'tool':
      return writtenHere(choice) ?? { type: 'function', name: choice.name };
    case 'opaque': {
      const written = writtenHere(choice);
      if (written !== undefined) return written;
      const custom = readCustom(choice.source.value);
      if (custom !== undefined) {
        walkUnread(choice.source.value, CHAT_CHOICE, 'tool_choice', (path) => losses.drop(path, UNKNOWN));
        return { type: 'custom', name: custom['name'] };
      }
      losses.refuse('tool_choice', 'a choice that the Responses API does not know');
      return undefined;
    }
    default:
      return choice.type;
  }
}

/** The API takes a function as strict unless it is told otherwise; in every other dialect it is the other way round. */
function encodeFunction(
  { name, description, parameters, strict, extra = {}, cache }: FunctionTool,
  losses: Losses,
): JsonObject {
  for (const member of Object.keys(extra))
    losses.drop(`tools[*].${member}`, 'not a member of a function of this dialect');
  if (cache !== undefined) losses.drop('cache_control', 'the provider caches by itself');
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    parameters: parameters ?? { type: 'object', properties: {} },
    strict: strict ?? false,
  };
}

/** A custom tool of chat completions stands flat here, its grammar too. */
function encodeCustom(value: JsonValue, losses: Losses): JsonObject | undefined {
  const custom = readCustom(value);
  if (custom === undefined) return undefined;
  const { format, ...others } = custom;
  const grammar = isJsonObject(format) && isJsonObject(format['grammar']) ? format['grammar'] : undefined;
  walkUnread(value, grammar === undefined ? CUSTOM : GRAMMAR, 'tools[*]', (path) => losses.drop(path, UNKNOWN));
  const flat = grammar === undefined ? format : { type: 'grammar', ...grammar };
  return { type: 'custom', ...others, ...(flat !== undefined && { format: flat }) };
}

/** What has no place in a tool that stands flat: a grammar is told whole, and so is what stands beside it. */
const CUSTOM = shape(['type', 'custom']);
const GRAMMAR = shape(['type'], {
  custom: ({ format: _format, ...others }) => shape(Object.keys(others), { format: shape(['type', 'grammar']) }),
});

const UNKNOWN = 'not a member of such a tool of this dialect';

function readCustom(value: JsonValue): JsonObject | undefined {
  const custom = isJsonObject(value) && value['type'] === 'custom' ? value['custom'] : undefined;
  return isJsonObject(custom) ? custom : undefined;
}
