import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, FormatId, FunctionTool, ResponseFormat, Source, Tool } from '@tollgate/canonical';
import { dropPath } from './drop-path.js';
import { functionTool } from './function-tool.js';
import { PARAMETER_MEMBERS } from './parameter-members.js';

/** By OpenAI's names; limits are not here: none is dropped. */
const OMITTABLE: Readonly<Record<string, keyof CanonicalRequest>> = {
  ...PARAMETER_MEMBERS,
  metadata: 'metadata',
};

/**
 * The request without the parameters at these paths of `additional_drop_params` (`seed`, `tools[*].function.strict`), as OpenAI's chat
 * completions name them whatever the dialect of client or provider; the very same request where none of them is there.
 */
export function omitParameters(request: CanonicalRequest, paths: readonly string[]): CanonicalRequest {
  return paths.reduce(omitParameter, request);
}

/** Whether a path of `additional_drop_params` names something that the client sent. */
export function holdsParameter(request: CanonicalRequest, path: string): boolean {
  return omitParameter(request, path) !== request;
}

function omitParameter(request: CanonicalRequest, path: string): CanonicalRequest {
  const [root = '', ...steps] = path.match(/[^.[\]]+/g) ?? [];
  if (steps.length > 0 && (root === 'tools' || root === 'response_format' || root === 'metadata'))
    return omitWithin(request, root, steps);
  const member = steps.length === 0 && Object.hasOwn(OMITTABLE, root) ? OMITTABLE[root] : undefined;
  if (member !== undefined && request[member] !== undefined) return without(request, member);
  const extra = dropPath(request.extra, path);
  return extra === request.extra ? request : { ...request, extra };
}

function without(request: CanonicalRequest, member: keyof CanonicalRequest): CanonicalRequest {
  const { [member]: _omitted, ...others } = request;
  return others as CanonicalRequest;
}

function omitWithin(
  request: CanonicalRequest,
  root: 'tools' | 'response_format' | 'metadata',
  steps: readonly string[],
): CanonicalRequest {
  if (root === 'tools') {
    const tools = request.tools && omitFromTools(request.tools, steps);
    return tools === undefined || tools === request.tools ? request : { ...request, tools };
  }
  const path = steps.join('.');
  if (root === 'metadata') {
    const metadata = request.metadata && dropPath(request.metadata, path);
    return metadata === undefined || metadata === request.metadata ? request : { ...request, metadata };
  }
  const responseFormat = request.responseFormat && omitFromFormat(request.responseFormat, path);
  return responseFormat === undefined || responseFormat === request.responseFormat
    ? request
    : { ...request, responseFormat };
}

function omitFromTools(tools: readonly Tool[], [chosen = '', ...steps]: readonly string[]): readonly Tool[] {
  const kept = tools.flatMap((tool, index) => {
    if (chosen !== '*' && chosen !== String(index)) return [tool];
    return steps.length === 0 ? [] : [omitFromTool(tool, steps.join('.'))];
  });
  return kept.length === tools.length && kept.every((tool, index) => tool === tools[index]) ? tools : kept;
}

function omitFromTool(tool: Tool, path: string): Tool {
  if (tool.type === 'opaque') {
    const { value } = tool.source;
    const left = isJsonObject(value) ? dropPath(value, path) : value;
    return left === value ? tool : { ...tool, source: { ...tool.source, value: left } };
  }
  const written = writeTool(tool);
  const left = dropPath(written, path);
  if (left === written) return tool;
  const source = omitFromSource(tool.source, path);
  return { ...readTool(tool, left), ...(source !== undefined && { source }) };
}

/** The tool as its client wrote it, without the same member; undefined where the path has no words there: it is written anew then. */
function omitFromSource(source: Source | undefined, path: string): Source | undefined {
  if (source === undefined || !isJsonObject(source.value)) return undefined;
  const own = pathIn(source.format, path);
  const value = own === undefined ? source.value : dropPath(source.value, own);
  return value === source.value ? undefined : { format: source.format, value };
}

/** The Responses API and Anthropic write a function flat, and Anthropic has another word for its parameters. */
function pathIn(format: FormatId, path: string): string | undefined {
  if (format === 'openai-chat') return path;
  const flat = path.replace(/^function\./, '');
  if (format === 'openai-responses') return flat;
  return format === 'anthropic-messages' ? flat.replace(/^parameters(?=\.|$)/, 'input_schema') : undefined;
}

/** A member without a canonical place may have stood beside `function` or in it. */
function writeTool({ name, description, parameters, strict, extra = {} }: FunctionTool): JsonObject {
  const definition = {
    name,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && { parameters }),
    ...(strict !== undefined && { strict }),
  };
  return { type: 'function', function: { ...definition, ...extra }, ...extra };
}

/** What is left, without its source. Its name cannot be left out. */
function readTool({ name, cache, extra = {} }: FunctionTool, left: JsonObject): FunctionTool {
  const within = isJsonObject(left['function']) ? left['function'] : {};
  const { description, parameters, strict } = within;
  const others = Object.keys(extra).filter((member) => member in left && member in within);
  return {
    ...functionTool(name, {
      description,
      parameters,
      strict,
      others: Object.fromEntries(others.map((member) => [member, nearer(member, left, within, extra)])),
    }),
    ...(cache !== undefined && { cache }),
  };
}

/** Of the two places of a member, the one from which something was taken. */
function nearer(member: string, left: JsonObject, within: JsonObject, extra: JsonObject): JsonObject[string] {
  return left[member] === extra[member] ? within[member] : left[member];
}

function omitFromFormat(format: ResponseFormat, path: string): ResponseFormat {
  if (format.type !== 'json_schema') return format;
  const { type, name, schema, strict, description } = format;
  const written: JsonObject = {
    type,
    json_schema: {
      name,
      schema,
      ...(strict !== undefined && { strict }),
      ...(description !== undefined && { description }),
    },
  };
  const left = dropPath(written, path);
  if (left === written) return format;
  const kept = isJsonObject(left['json_schema']) ? left['json_schema'] : {};
  return {
    type,
    name,
    schema: isJsonObject(kept['schema']) ? kept['schema'] : {},
    ...(kept['strict'] !== undefined && strict !== undefined && { strict }),
    ...(kept['description'] !== undefined && description !== undefined && { description }),
  };
}
