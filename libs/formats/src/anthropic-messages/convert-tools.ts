import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Tool, ToolChoice } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import { decodeCacheMarker, readText } from './decode-blocks.js';
import { encodeCacheMarker } from './encode-blocks.js';
import type { Losses } from './losses.js';
import { ownSource, readOwnSource } from './own-source.js';

/** Tools that the provider runs or knows by name carry a dated type (`web_search_20260318`, `bash_20250124`). */
const DATED_TYPE = /_\d{8}$/;

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
 * Tools for the provider. A dated tool that a client of another dialect sent in Anthropic's shape is passed on (LiteLLM does); any
 * other that only its own dialect knows is a loss.
 */
export function encodeTools(tools: readonly Tool[], losses: Losses): readonly JsonValue[] {
  return tools.flatMap((tool) => {
    const own = readOwnSource(tool);
    if (own !== undefined) return [own];
    if (tool.type === 'function') return [encodeFunctionTool(tool, losses)];
    const value = tool.source.value;
    if (isJsonObject(value) && DATED_TYPE.test(readText(value['type']))) return [value];
    losses.refuse('tools', 'a tool of a type that the Messages API does not know');
    return [];
  });
}

export function encodeToolChoice(request: CanonicalRequest, losses: Losses): JsonObject | undefined {
  const { toolChoice, parallelToolCalls: parallel } = request;
  const single = parallel === undefined ? {} : { disable_parallel_tool_use: !parallel };
  if (toolChoice === undefined) return parallel === undefined ? undefined : { type: 'auto', ...single };
  switch (toolChoice.type) {
    case 'auto':
      return { type: 'auto', ...single };
    case 'required':
      return { type: 'any', ...single };
    case 'tool':
      return { type: 'tool', name: toolChoice.name, ...single };
    case 'none':
      return { type: 'none' };
    case 'opaque': {
      const own = readOwnSource(toolChoice);
      if (isJsonObject(own)) return own;
      losses.refuse('tool_choice', 'a choice that the Messages API does not know');
      return undefined;
    }
  }
}

function decodeTool(tool: JsonObject): Tool {
  const { type, name, description, input_schema: schema, strict } = tool;
  const source = ownSource(tool);
  if ((type !== undefined && type !== null && type !== 'custom') || typeof name !== 'string')
    return { type: 'opaque', source };
  const cache = decodeCacheMarker(tool['cache_control']);
  return {
    ...functionTool(name, { description, parameters: schema, strict }),
    ...(cache !== undefined && { cache }),
    source,
  };
}

function readToolChoice(choice: JsonObject): ToolChoice {
  const { type, name } = choice;
  if (type === 'auto' || type === 'none') return { type };
  if (type === 'any') return { type: 'required' };
  if (type === 'tool' && typeof name === 'string') return { type: 'tool', name };
  return { type: 'opaque', source: ownSource(choice) };
}

function encodeFunctionTool(tool: Extract<Tool, { type: 'function' }>, losses: Losses): JsonObject {
  if (tool.strict === true)
    losses.drop(`tools.${tool.name}.strict`, 'only some models take it; the schema is sent as it is');
  return {
    name: tool.name,
    ...(tool.description !== undefined && { description: tool.description }),
    input_schema: { type: 'object', ...(tool.parameters ?? { properties: {} }) },
    ...encodeCacheMarker(tool.cache),
  };
}
