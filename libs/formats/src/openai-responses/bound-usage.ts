import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, UsageBound } from '@tollgate/canonical';
import { emptyTally, everyPart, tallyOthers, tallyPart, tallyTool, type UsageTally } from '../tally-usage.js';
import { readSearchOptions, searchOfTool } from '../web-search.js';
import { isSentOn } from './encode-extra.js';
import { maxToolCalls, searchTool } from './encode-search.js';
import { FORMAT, writtenHere } from './own-source.js';
import { judgeTool, KEPT_MEMBERS, unboundedItem, unboundedMember } from './responses-members.js';

/** Members of an item or part that its canonical form holds, or that become no input. */
const HELD_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'role',
  'status',
  'id',
  'content',
  'text',
  'refusal',
  'annotations',
  'logprobs',
  'image_url',
  'detail',
  'file_data',
  'file_url',
  'file_id',
  'input_audio',
  'summary',
  'encrypted_content',
  'call_id',
  'name',
  'arguments',
  'input',
  'output',
]);

/** Items and parts that point at what is kept at the provider, or carry a picture of unknown size. */
const POINTERS = /_id$|^(image_url|file_url|container|screenshot)$/;

/** The most that a request can use: every text that goes out, what is not text by its count, and what no count covers. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const tally = emptyTally();
  const itemCalls = request.messages
    .flatMap(({ content }) => [...everyPart(content)])
    .map((part) => countPart(part, request, tally));
  const providerToolCalls = Math.max(countTools(request, tally), ...itemCalls);
  countExtra(request, tally);
  const { responseFormat, reasoning } = request;
  if (responseFormat?.type === 'json_schema')
    tally.texts.push(responseFormat.name, responseFormat.description ?? '', JSON.stringify(responseFormat.schema));
  const { texts, ...counts } = tally;
  const tools = request.tools?.length ?? 0;
  return {
    inputTexts: texts,
    messages: request.messages.length,
    tools,
    ...counts,
    ...(providerToolCalls > 0 && { providerToolCalls }),
    ...(request.maxOutputTokens !== undefined && { outputLimit: request.maxOutputTokens }),
    choices: 1,
    needsWholeAnswer:
      tools > 0 ||
      (responseFormat !== undefined && responseFormat.type !== 'text') ||
      reasoning?.budgetTokens !== undefined,
    reasoning: reasoning?.enabled === true,
    ...(reasoning?.budgetTokens !== undefined && { reasoningBudget: reasoning.budgetTokens }),
    ...(request.extra['background'] === true && isSentOn(request, 'background') && { outlivesCall: true }),
  };
}

function countPart(part: ContentPart, request: CanonicalRequest, tally: UsageTally): number {
  const written = writtenHere(part);
  if (part.type !== 'opaque') {
    tallyPart(part, tally);
    tallyOthers(written, HELD_MEMBERS, tally);
    return 0;
  }
  // what only another dialect knows is never sent
  if (!isJsonObject(written)) return 0;
  tally.texts.push(JSON.stringify(written));
  if (pointsElsewhere(written)) tally.contextWindows += 1;
  const reason = unboundedItem(written);
  if (reason !== undefined) tally.unbounded.push(`input: ${reason}`);
  return countItemTools(written, request, tally);
}

/** Tools that come with the conversation, and not at the request's top level. */
function countItemTools({ type, tools }: JsonObject, request: CanonicalRequest, tally: UsageTally): number {
  if ((type !== 'additional_tools' && type !== 'tool_search_output') || !Array.isArray(tools)) return 0;
  const calls = (tools as readonly JsonValue[]).map((tool) => countTool(tool, 'input', request, tally));
  return Math.max(0, ...calls);
}

/** `call_id` names a call of the same conversation; an `item_reference` has nothing but its id. */
function pointsElsewhere(item: JsonValue): boolean {
  if (!isJsonObject(item)) return false;
  return (
    item['type'] === 'item_reference' ||
    Object.entries(item).some(
      ([name, value]) =>
        name !== 'call_id' &&
        value !== null &&
        (POINTERS.test(name) || (isJsonObject(value) && pointsElsewhere(value))),
    )
  );
}

/** Adds the tools' texts; gives how often the provider may run its own, over all of them. */
function countTools(request: CanonicalRequest, tally: UsageTally): number {
  const calls = (request.tools ?? []).map((tool, index) => {
    const search = writtenHere(tool) === undefined ? searchOfTool(tool) : undefined;
    const written = search === undefined ? writtenHere(tool) : searchTool(search);
    tallyTool(tool, written, tally);
    return tool.type === 'opaque' && written !== undefined ? countTool(written, `tools[${index}]`, request, tally) : 0;
  });
  const options = request.extra['web_search_options'];
  if (request.format === FORMAT || !isJsonObject(options)) return Math.max(0, ...calls);
  const searches = countTool(searchTool(readSearchOptions(options)), 'web_search_options', request, tally);
  return Math.max(searches, ...calls);
}

/** How often the provider may run a tool: only the request's limit on all of them can bound it. */
function countTool(tool: JsonValue, path: string, request: CanonicalRequest, tally: UsageTally): number {
  const sent = isSentOn(request, 'max_tool_calls') ? request.extra['max_tool_calls'] : undefined;
  const limit = sent ?? maxToolCalls(request);
  const judged = judgeTool(tool);
  if (judged === 'client') return 0;
  if (judged === 'counted' && typeof limit === 'number') return limit;
  const why = judged === 'counted' ? ' without max_tool_calls' : ', and charges more than its calls';
  tally.unbounded.push(`${path}: the provider runs this tool${why}`);
  return 0;
}

function countExtra(request: CanonicalRequest, tally: UsageTally): void {
  const { extra } = request;
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined || value === null || !isSentOn(request, name)) continue;
    const reason = unboundedMember(name, value);
    if (reason !== undefined) tally.unbounded.push(`${name}: ${reason}`);
    if (KEPT_MEMBERS.some((kept) => kept === name)) tally.contextWindows += 1;
  }
  if (isSentOn(request, 'prompt') && extra['prompt'] !== undefined) tally.texts.push(JSON.stringify(extra['prompt']));
}
