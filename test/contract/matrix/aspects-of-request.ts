import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, ContentPart, Message, ResponseFormat, Tool } from '@tollgate/canonical';
import { asksForSearch } from '@tollgate/formats';
import { readInput } from './read-input.js';

type Spoken = readonly [speaker: string, part: ContentPart];

/** What a request asks, aspect by aspect: two requests that ask the same are equal in each. */
export function aspectsOfRequest(request: CanonicalRequest): Readonly<Record<string, unknown>> {
  const spoken = flatten(request.messages);
  const said = (type: ContentPart['type']): readonly Spoken[] => spoken.filter(([, part]) => part.type === type);
  const functions = (request.tools ?? []).flatMap((tool) => (tool.type === 'function' ? [tool] : []));
  const { responseFormat } = request;
  return {
    conversation: spoken.flatMap(tell),
    names: request.messages.filter(({ name }) => name !== undefined).length,
    media: spoken.flatMap(([speaker, part]) => ('data' in part ? [[speaker, part.type, bare(part.data)]] : [])),
    filenames: said('file').map(([, part]) => (part as { filename?: string }).filename),
    imageDetail: said('image').flatMap(([, part]) => (part as { detail?: string }).detail ?? []),
    reasoning: said('reasoning').map(([, part]) => strip(part, ['text', 'signature', 'redacted', 'encrypted'])),
    failedResults: said('tool-result').filter(([, part]) => (part as { isError?: boolean }).isError === true).length,
    opaqueParts: said('opaque').length,
    cacheMarkers:
      spoken.filter(([, part]) => part.cache !== undefined).length +
      functions.filter(({ cache }) => cache !== undefined).length,
    tools: functions.map(({ name, description, parameters }) => [
      name,
      description,
      parameters ?? { type: 'object', properties: {} },
    ]),
    strictTools: functions.filter(({ strict }) => strict === true).length,
    searches: asksForSearch(request),
    opaqueTools: (request.tools ?? []).filter((tool) => tool.type === 'opaque' && !isSearch(tool, request)).length,
    toolChoice:
      request.toolChoice === undefined
        ? 'auto'
        : request.toolChoice.type === 'tool'
          ? request.toolChoice
          : request.toolChoice.type,
    parallelToolCalls: request.parallelToolCalls ?? true,
    limit: request.maxOutputTokens,
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    stop: request.stop,
    seed: request.seed,
    frequencyPenalty: request.frequencyPenalty ?? 0,
    presencePenalty: request.presencePenalty ?? 0,
    choices: request.choices ?? 1,
    logprobs: request.logprobs === true,
    topLogprobs: request.topLogprobs ?? 0,
    responseSchema: responseFormat?.type === 'json_schema' ? describedSchema(responseFormat) : undefined,
    jsonMode: responseFormat?.type === 'json_object',
    thinks: request.reasoning?.enabled === true,
    serviceTier: request.serviceTier,
    store: request.store === true,
    user: request.user,
    stream: request.stream,
    others: Object.keys(request.extra)
      .filter((name) => name !== 'web_search_options')
      .sort(),
  };
}

/** Every dialect has its own way to ask for a search of the web. */
function isSearch(tool: Tool, request: CanonicalRequest): boolean {
  return asksForSearch({ ...request, tools: [tool], extra: {} });
}

/** Every part with its speaker, the system prompt first, tool results with what they hold. */
function flatten(messages: readonly Message[]): readonly Spoken[] {
  const isSystem = ({ role }: Message): boolean => role === 'system' || role === 'developer';
  const ordered = [...messages.filter(isSystem), ...messages.filter((message) => !isSystem(message))];
  return ordered.flatMap((message) =>
    message.content.flatMap((part): readonly Spoken[] => {
      const speaker = isSystem(message) ? 'system' : message.role;
      if (part.type !== 'tool-result') return [[speaker, part]];
      return [[speaker, part], ...part.content.map((inner): Spoken => [`result of ${part.toolCallId}`, inner])];
    }),
  );
}

/** Words, calls and results; empty text is not heard. */
function tell([speaker, part]: Spoken): readonly unknown[] {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [[speaker, part.text]];
    case 'tool-call':
      return [[speaker, part.id, part.name, readInput(part.input)]];
    case 'tool-result':
      return [[speaker, 'result', part.toolCallId]];
    default:
      return [];
  }
}

function strip(part: ContentPart, members: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(part).filter(([name]) => members.includes(name)));
}

/** Where a dialect has the schema alone, what is said of the answer stands in it. */
function describedSchema({ schema, description }: Extract<ResponseFormat, { type: 'json_schema' }>): JsonObject {
  return { ...(description !== undefined && { description }), ...schema };
}

/** An address is the same whether or not a dialect says beside it what is there. */
function bare(data: Extract<ContentPart, { readonly data: unknown }>['data']): unknown {
  return data.kind === 'url' ? { kind: data.kind, url: data.url } : data;
}
