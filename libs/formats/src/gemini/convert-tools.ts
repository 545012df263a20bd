import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, FunctionTool, OpaqueTool, Tool, ToolChoice } from '@tollgate/canonical';
import { functionTool } from '../function-tool.js';
import type { Losses } from '../losses.js';
import { nameSearchLosses } from '../name-search-losses.js';
import { searchOfTool, type WebSearch } from '../web-search.js';
import { toJsonSchema } from './convert-schema.js';
import { ownSource, writtenHere } from './own-source.js';
import { PROVIDER_TOOLS } from './provider-tools.js';
import { readMember, readObject, readObjects, readText, snakeName } from './read-member.js';

/** What of a search the provider lets nobody set (Gemini API v1beta, `GoogleSearch`). */
export const NO_SETTINGS: ReadonlySet<keyof WebSearch> = new Set();

const MODES: Readonly<Record<string, 'auto' | 'none' | 'required'>> = { AUTO: 'auto', NONE: 'none', ANY: 'required' };

/** Functions one by one; what the provider runs stays opaque, an element of `tools` each. */
export function decodeTools(body: JsonObject): Pick<CanonicalRequest, 'tools'> {
  if (body['tools'] === undefined) return {};
  return { tools: readObjects(body, 'tools').flatMap(decodeTool) };
}

/** `functionCallingConfig` as a choice; a form that only the dialect has (several names, `VALIDATED`) stays as it is. */
export function decodeToolChoice(config: JsonObject | undefined): Pick<CanonicalRequest, 'toolChoice'> {
  const calling = config === undefined ? undefined : readObject(config, 'functionCallingConfig');
  return calling === undefined ? {} : { toolChoice: readToolChoice(calling) };
}

/** Tools for the provider: functions of neighbouring elements together in one, as they were declared. */
export function encodeTools(tools: readonly Tool[], losses: Losses): readonly JsonValue[] {
  const encoded: JsonValue[] = [];
  let declarations: JsonValue[] | undefined;
  for (const tool of tools) {
    if (tool.type === 'function') {
      if (declarations === undefined) encoded.push({ functionDeclarations: (declarations = []) });
      declarations.push(writtenHere(tool) ?? encodeFunction(tool, losses));
      continue;
    }
    declarations = undefined;
    const written = writtenTool(tool);
    const search = foreignSearch(tool);
    if (search !== undefined) nameSearchLosses(search, NO_SETTINGS, losses);
    if (written === undefined) losses.refuse('tools', 'a tool of a type that the provider does not know');
    else encoded.push(written);
  }
  return encoded;
}

/**
 * What the provider gets for a tool that only its own dialect knows: one of its own, also where a client of another dialect wrote it
 * (LiteLLM lets it), and its search for OpenAI's. Undefined for all others.
 */
export function writtenTool(tool: OpaqueTool): JsonValue | undefined {
  const own = writtenHere(tool);
  const { value } = tool.source;
  if (own !== undefined || !isJsonObject(value)) return own;
  if (foreignSearch(tool) !== undefined) return { googleSearch: {} };
  const { type: _type, ...members } = value;
  const known = [...PROVIDER_TOOLS].find((name) => readMember(members, name) !== undefined);
  const setting = known === undefined ? undefined : readMember(members, known);
  return known === undefined || setting === undefined ? undefined : { [known]: setting };
}

/** The search that OpenAI's or Anthropic's tool asks for; one in this dialect's own words goes as it is. */
function foreignSearch(tool: OpaqueTool): WebSearch | undefined {
  const { value } = tool.source;
  const typed = isJsonObject(value) && typeof value['type'] === 'string';
  return typed && writtenHere(tool) === undefined ? searchOfTool(tool) : undefined;
}

/** `functionCallingConfig`; undefined where the provider does what is asked anyway, or cannot be told. */
export function encodeToolChoice(choice: ToolChoice | undefined, losses: Losses): JsonObject | undefined {
  switch (choice?.type) {
    case undefined:
      return undefined;
    case 'auto':
      return { mode: 'AUTO' };
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'tool':
      return { mode: 'ANY', allowedFunctionNames: [choice.name] };
    case 'opaque': {
      const own = writtenHere(choice);
      if (isJsonObject(own)) return own;
      losses.refuse('tool_choice', 'a choice that the provider does not know');
      return undefined;
    }
  }
}

function decodeTool(tool: JsonObject): readonly Tool[] {
  const functions = readObjects(tool, 'functionDeclarations').map(decodeFunction);
  const others = Object.entries(tool).filter(
    ([name, value]) => name !== 'functionDeclarations' && name !== snakeName('functionDeclarations') && value !== null,
  );
  if (others.length === 0) return functions;
  return [...functions, { type: 'opaque', source: ownSource(Object.fromEntries(others)) }];
}

function decodeFunction(declaration: JsonObject): Tool {
  const { name, description, parameters, parametersJsonSchema, ...beside } = declaration;
  const { parameters_json_schema: snake, ...others } = beside;
  const schema = parametersJsonSchema ?? snake ?? (isJsonObject(parameters) ? toJsonSchema(parameters) : undefined);
  return {
    ...functionTool(readText(declaration, 'name'), { description, parameters: schema, strict: undefined, others }),
    source: ownSource(declaration),
  };
}

/** Several functions may be named; one alone is what other dialects can say. */
function readToolChoice(calling: JsonObject): ToolChoice {
  const mode = readText(calling, 'mode').toUpperCase();
  const names = readMember(calling, 'allowedFunctionNames');
  const known = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  const listed = Array.isArray(names) ? (names as readonly JsonValue[]) : [];
  const [name] = listed;
  const plain = Object.keys(calling).length <= (names === undefined ? 1 : 2);
  if (plain && known !== undefined && listed.length === 0) return { type: known };
  if (plain && known === 'required' && listed.length === 1 && typeof name === 'string') return { type: 'tool', name };
  return { type: 'opaque', source: ownSource(calling) };
}

/** A function without parameters has none: the provider refuses an object without properties. */
function encodeFunction(tool: FunctionTool, losses: Losses): JsonObject {
  const { name, description, parameters, strict, extra = {}, cache } = tool;
  if (strict === true) losses.drop('tools[*].strict', 'not a member of a function; its schema is advice');
  if (cache !== undefined) losses.drop('cache_control', 'the provider caches by itself');
  for (const member of Object.keys(extra)) losses.drop(`tools[*].${member}`, 'not a member of a function');
  return {
    name,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && !isEmptyObject(parameters) && { parametersJsonSchema: parameters }),
  };
}

function isEmptyObject({ type, properties, ...others }: JsonObject): boolean {
  const { additionalProperties, required, $schema: _dialect, ...rest } = others;
  const closed = additionalProperties === undefined || additionalProperties === false;
  const nothing = required === undefined || (Array.isArray(required) && required.length === 0);
  const none = properties === undefined || (isJsonObject(properties) && Object.keys(properties).length === 0);
  return (type === undefined || type === 'object') && none && closed && nothing && Object.keys(rest).length === 0;
}
