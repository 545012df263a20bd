import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, FunctionTool, OpaqueTool, Tool, ToolChoice } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import { closeObjects } from './close-objects.js';
import { decodeCacheMarker, readText } from './decode-blocks.js';
import { encodeCacheMarker } from './encode-blocks.js';
import { encodeSearch, encodeSearchTool, searchAsked } from './encode-search.js';
import type { Losses } from '../losses.js';
import { isRead } from '../unread/walk-unread.js';
import { FORMAT, ownSource, writtenHere } from './own-source.js';
import { TOOL_CHOICE } from './request-shape.js';

/** Tools that the provider runs or knows by name carry a dated type (`web_search_20260318`, `bash_20250124`). */
const DATED_TYPE = /_\d{8}$/;

/**
 * Models that follow a tool's schema to the letter when it is `strict` (Messages API, "Strict tool use"): Opus 4.1, Sonnet and Haiku
 * 4.5, and later. Others refuse the member.
 */
const STRICT_MODELS =
  /claude-(opus-4-([1-9]|\d{2})(?!\d)|(sonnet|haiku)-4-([5-9]|\d{2})(?!\d)|(opus|sonnet|haiku|fable|mythos)-([5-9]|\d{2}|preview)(?!\d))/;

/** Members of a tool that a chat client may write beside its own, as LiteLLM lets it. */
const SHARED_MEMBERS = new Set(['allowed_callers', 'defer_loading', 'eager_input_streaming', 'input_examples']);

export function decodeTools(tools: JsonValue | undefined): Pick<CanonicalRequest, 'tools'> {
  if (!Array.isArray(tools)) return {};
  return { tools: (tools as readonly JsonObject[]).map(decodeTool) };
}

/** `tool_choice` holds two things: which tool, and whether several at once. */
export function decodeToolChoice(
  choice: JsonValue | undefined,
): Pick<CanonicalRequest, 'toolChoice' | 'parallelToolCalls'> {
  if (!isJsonObject(choice)) return {};
  const single = choice['disable_parallel_tool_use'];
  return {
    toolChoice: readToolChoice(choice),
    ...(typeof single === 'boolean' && { parallelToolCalls: !single }),
  };
}

/**
 * Tools for the provider. A dated tool that a client of another dialect sent in Anthropic's shape is passed on (LiteLLM does), and another
 * dialect's search of the web is asked for in Anthropic's words; any other that only its own dialect knows is a loss.
 */
export function encodeTools(request: CanonicalRequest, model: string, losses: Losses): readonly JsonValue[] {
  const { tools = [], format } = request;
  const named = tools.flatMap((tool) => {
    const own = writtenHere(tool);
    if (own !== undefined) return [own];
    if (tool.type === 'function') return [encodeFunctionTool(tool, model, losses)];
    if (isSentTool(tool)) return [tool.source.value];
    const search = encodeSearchTool(tool, request, losses);
    if (search !== undefined) return [search];
    losses.refuse('tools', 'a tool of a type that the Messages API does not know');
    return [];
  });
  const asked = format === FORMAT ? undefined : searchAsked(request);
  return asked === undefined ? named : [...named, encodeSearch(asked, request, losses)];
}

/** Whether a tool that has no canonical form reaches the provider. */
export function isSentTool({ source: { format, value } }: OpaqueTool): boolean {
  return format === FORMAT || (isJsonObject(value) && DATED_TYPE.test(readText(value['type'])));
}

export function encodeToolChoice(request: CanonicalRequest, losses: Losses): JsonObject | undefined {
  const { toolChoice, parallelToolCalls: parallel } = request;
  const single = parallel === undefined ? {} : { disable_parallel_tool_use: !parallel };
  if (toolChoice === undefined) return parallel === undefined ? undefined : { type: 'auto', ...single };
  const own = writtenHere(toolChoice);
  if (isJsonObject(own)) return own;
  switch (toolChoice.type) {
    case 'auto':
      return { type: 'auto', ...single };
    case 'required':
      return { type: 'any', ...single };
    case 'tool':
      return { type: 'tool', name: toolChoice.name, ...single };
    case 'none':
      return { type: 'none' };
    case 'opaque':
      losses.refuse('tool_choice', 'a choice that the Messages API does not know');
      return undefined;
  }
}

function decodeTool(tool: JsonObject): Tool {
  const { type, name, description, input_schema: schema, strict, cache_control: marker, ...others } = tool;
  const source = ownSource(tool);
  if ((type !== undefined && type !== null && type !== 'custom') || typeof name !== 'string')
    return { type: 'opaque', source };
  const cache = decodeCacheMarker(marker);
  return {
    ...functionTool(name, { description, parameters: schema, strict, others }),
    ...(cache !== undefined && { cache }),
    source,
  };
}

function readToolChoice(choice: JsonObject): ToolChoice {
  const { type, name } = choice;
  const source = ownSource(choice);
  const more = isRead(choice, TOOL_CHOICE) ? {} : { source };
  if (type === 'auto' || type === 'none') return { type, ...more };
  if (type === 'any') return { type: 'required', ...more };
  if (type === 'tool' && typeof name === 'string') return { type: 'tool', name, ...more };
  return { type: 'opaque', source };
}

/** A strict function is one here too, its objects closed as the provider demands, where the model takes it. */
function encodeFunctionTool(tool: FunctionTool, model: string, losses: Losses): JsonObject {
  const { name, description, parameters = { properties: {} }, cache, extra = {} } = tool;
  const strict = tool.strict === true && STRICT_MODELS.test(model);
  if (tool.strict === true && !strict)
    losses.drop('tools[*].strict', `not a member of a tool of ${model}; its schema is advice`);
  const members = Object.entries(extra);
  for (const [member] of members.filter(([own]) => !SHARED_MEMBERS.has(own)))
    losses.drop(`tools[*].${member}`, 'unknown to the Messages API');
  const schema: JsonObject = { type: 'object', ...parameters };
  return {
    name,
    ...(description !== undefined && { description }),
    input_schema: strict ? closeObjects(schema) : schema,
    ...(strict && { strict }),
    ...Object.fromEntries(members.filter(([own]) => SHARED_MEMBERS.has(own))),
    ...encodeCacheMarker(cache),
  };
}
