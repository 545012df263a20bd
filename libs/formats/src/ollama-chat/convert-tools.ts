import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, FunctionTool, Tool } from '@tollgate/canonical';
import type { Losses } from '../losses.js';

const FREE_CHOICE = 'Ollama lets the model choose';

/**
 * Functions as Ollama takes them. `tool_choice: none` sends none of them, so that the model can call none; a choice that binds the model
 * cannot be told.
 */
export function encodeTools(request: CanonicalRequest, losses: Losses): { readonly tools?: readonly JsonObject[] } {
  const { tools = [], toolChoice, parallelToolCalls } = request;
  if (tools.length === 0) return {};
  if (toolChoice !== undefined && toolChoice.type !== 'auto' && toolChoice.type !== 'none')
    losses.refuse('tool_choice', FREE_CHOICE);
  if (parallelToolCalls === false) {
    if (tools.length > 1) losses.refuse('parallel_tool_calls', FREE_CHOICE);
    else losses.drop('parallel_tool_calls', FREE_CHOICE);
  }
  if (toolChoice?.type === 'none') return {};
  return { tools: tools.flatMap((tool) => encodeTool(tool, losses)) };
}

function encodeTool(tool: Tool, losses: Losses): readonly JsonObject[] {
  if (tool.type === 'opaque') {
    losses.refuse('tools', 'a tool that only its own dialect can express');
    return [];
  }
  nameLosses(tool, losses);
  const { name, description, parameters } = tool;
  const spec = { name, ...(description !== undefined && { description }), parameters: parameters ?? NO_PARAMETERS };
  return [{ type: 'function', function: spec }];
}

const NO_PARAMETERS: JsonObject = { type: 'object', properties: {} };

function nameLosses({ strict, extra = {}, cache }: FunctionTool, losses: Losses): void {
  if (strict === true) losses.drop('tools[*].strict', 'Ollama does not hold arguments to their schema');
  for (const name of Object.keys(extra)) losses.drop(`tools[*].${name}`, 'not a member of a function of this dialect');
  if (cache !== undefined) losses.drop('cache_control', 'the provider caches by itself');
}
