import type { CanonicalRequest, Message, Tool, Warning } from '@tollgate/canonical';
import { objectSchema } from './object-schema.js';

/**
 * How a model that takes no schema is made to answer by one. `offered`: it may not be made to call a tool (it thinks), so that it is
 * told to in words.
 */
export type SchemaToolChoice = 'forced' | 'offered';

export interface AskedByTool {
  readonly request: CanonicalRequest;
  readonly warnings: readonly Warning[];
}

/** LiteLLM's name for the tool. */
const NAME = 'json_tool_call';
const CALL_IT = (name: string): string => `Give the final answer by calling the tool \`${name}\`, and in no other way.`;

/**
 * A request for an answer by a schema as a model is asked that has tools and no schemas: the schema is a tool's input, the tool has to be
 * called, and `readAnswer` reads its call as the answer. The client's own tools stay callable beside it.
 */
export function askByTool(asked: CanonicalRequest, choice: SchemaToolChoice): AskedByTool {
  const { responseFormat, ...others } = asked;
  if (responseFormat?.type !== 'json_schema') return { request: asked, warnings: [] };
  // the forerunner of Anthropic's `output_config.format`, which its client may have sent
  const { output_format: _told, ...extra } = others.extra;
  const request = { ...others, extra };
  if (request.toolChoice?.type === 'tool')
    return { request, warnings: [leftOut('the tool that has to be called is the answer')] };
  const { schema, description } = responseFormat;
  const { schema: parameters, wraps } = objectSchema(schema);
  const name = freeName(request.tools ?? []);
  const tool: Tool = {
    type: 'function',
    name,
    description: ['Gives the whole answer, as its input.', description].filter(Boolean).join(' '),
    parameters,
  };
  const warnings = [changed('asked for as the input of a tool: the model takes no schema')];
  const chosen = chooseTool(request, tool, choice);
  return { request: { ...request, ...chosen, answerTool: name, ...(wraps && { wrapsAnswer: true }) }, warnings };
}

function chooseTool(
  { tools = [], toolChoice, messages }: CanonicalRequest,
  tool: Extract<Tool, { type: 'function' }>,
  choice: SchemaToolChoice,
): Partial<CanonicalRequest> {
  const mayCall = tools.length > 0 && toolChoice?.type !== 'none';
  const all = [...(mayCall || choice === 'forced' ? tools : []), tool];
  if (choice === 'forced')
    return { tools: all, toolChoice: mayCall ? { type: 'required' } : { type: 'tool', name: tool.name } };
  return { tools: all, toolChoice: { type: 'auto' }, messages: withInstruction(messages, CALL_IT(tool.name)) };
}

/** After what the system says already: what was cached before it stays. */
function withInstruction(messages: readonly Message[], text: string): readonly Message[] {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const at = first === -1 ? messages.length : first;
  return [...messages.slice(0, at), { role: 'system', content: [{ type: 'text', text }] }, ...messages.slice(at)];
}

function freeName(tools: readonly Tool[]): string {
  const taken = new Set(tools.map((tool) => (tool.type === 'function' ? tool.name : undefined)));
  let name = NAME;
  for (let number = 2; taken.has(name); number += 1) name = `${NAME}_${String(number)}`;
  return name;
}

function leftOut(reason: string): Warning {
  return { code: 'dropped', path: 'response_format', reason };
}

function changed(reason: string): Warning {
  return { code: 'changed', path: 'response_format', reason };
}
