import { assertNever, isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CacheMarker, ContentPart, FilePart, Message, ReasoningPart, ToolResultPart } from '@tollgate/canonical';
import { tellFailure } from '../failed-result.js';
import { fileName } from '../file-name.js';
import { fileText } from '../file-text.js';
import { leaveOutOpaque } from '../leave-out-opaque.js';
import { AS_BYTES, ELSEWHERE } from '../unsupported-content.js';
import { encodeToolCall } from './convert-tools.js';
import type { Losses } from '../losses.js';
import { writtenHere } from './own-source.js';
import type { OpenAiChatQuirks } from './quirks.js';
import { encodeReasoningDetails } from './reasoning-details.js';

/** The provider's quirks, and what they come to for the model that is asked. */
export type SpokenQuirks = OpenAiChatQuirks & { readonly marksCache?: boolean };

/**
 * A message of another dialect in this one's words; a turn with several tool results becomes several messages, and an assistant's turn
 * of which nothing can be told becomes none.
 */
export function encodeMessage(message: Message, quirks: SpokenQuirks, losses: Losses): readonly JsonObject[] {
  const marks = quirks.marksCache === true;
  if (!marks) noteCacheMarkers(message, losses);
  const name = message.name === undefined ? {} : { name: message.name };
  switch (message.role) {
    case 'tool':
      return encodeToolTurn(message, marks, losses);
    case 'assistant':
      return encodeAssistantTurn(message, quirks, losses).map((turn) => ({ role: 'assistant', ...turn, ...name }));
    case 'system':
    case 'developer':
    case 'user':
      return [{ role: message.role, content: encodeContent(message.content, marks, losses), ...name }];
    default:
      return assertNever(message.role);
  }
}

function encodeAssistantTurn(message: Message, quirks: SpokenQuirks, losses: Losses): readonly JsonObject[] {
  const texts: string[] = [];
  const reasoning: ReasoningPart[] = [];
  const refusals: string[] = [];
  const calls: JsonObject[] = [];
  for (const part of message.content) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'reasoning') reasoning.push(part);
    else if (part.type === 'refusal') refusals.push(part.text);
    else if (part.type === 'tool-call') calls.push(encodeToolCall(part));
    else if (part.type === 'opaque') leaveOutOpaque(part, losses);
    else losses.refuseContent(part, 'an assistant turn holds text and tool calls', ELSEWHERE);
  }
  const takenBack = reasoning.length > 0 && quirks.reasoningField !== undefined;
  if (reasoning.length > 0 && !takenBack) losses.drop('reasoning', 'not taken back by the provider');
  else if (reasoning.some((part) => isSealAlone(part, quirks)))
    losses.drop('reasoning', 'a seal without words means nothing to the provider');
  else if (reasoning.some((part) => isSealed(part, quirks)))
    losses.drop('reasoning.signature', 'its words are told without their seal, which means nothing to the provider');
  const turn: JsonObject = {
    ...(takenBack && { reasoning_content: reasoning.map(({ text }) => text).join('') }),
    ...(quirks.sealsReasoning === true && encodeReasoningDetails(reasoning)),
    ...(refusals.length > 0 && { refusal: refusals.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  if (texts.length > 0) return [{ content: texts.join(''), ...turn }];
  // the provider refuses a turn that says nothing
  return Object.keys(turn).length === 0 ? [] : [{ content: null, ...turn }];
}

function isSealed({ signature, redacted, encrypted }: ReasoningPart, { sealsReasoning }: SpokenQuirks): boolean {
  return encrypted !== undefined || ((signature ?? redacted) !== undefined && sealsReasoning !== true);
}

function isSealAlone({ text, redacted, encrypted }: ReasoningPart, { sealsReasoning }: SpokenQuirks): boolean {
  return text === '' && (encrypted !== undefined || (redacted !== undefined && sealsReasoning !== true));
}

/** Tool messages hold text only: images and files of results follow in a user message. */
function encodeToolTurn(message: Message, marks: boolean, losses: Losses): readonly JsonObject[] {
  const results = message.content.filter((part): part is ToolResultPart => part.type === 'tool-result');
  const media = results.flatMap((result) => result.content.filter(isMedia));
  if (results.some((result) => result.isError === true))
    losses.change('tool_result.is_error', 'a failed tool is told in its text');
  const messages = results.map((result): JsonObject => {
    const text = result.content.filter((part) => !isMedia(part));
    const told: readonly ContentPart[] = result.isError === true ? tellFailure(text) : text;
    return { role: 'tool', tool_call_id: result.toolCallId, content: encodeContent(told, marks, losses) };
  });
  if (media.length === 0) return messages;
  losses.change('tool_result.content', 'media of a tool result follows in a user message');
  return [...messages, { role: 'user', content: media.flatMap((part) => encodePart(part, marks, losses)) }];
}

function isMedia(part: ContentPart): boolean {
  return part.type === 'image' || (part.type === 'file' && part.data.kind !== 'text');
}

/** One text stands for itself; anything else is a list of parts. */
function encodeContent(content: readonly ContentPart[], marks: boolean, losses: Losses): JsonValue {
  const parts = content.flatMap((part) => encodePart(part, marks, losses));
  if (parts.length === 0) return '';
  const only = parts.length === 1 ? parts[0] : undefined;
  const plain = isJsonObject(only) && only['type'] === 'text' && only['cache_control'] === undefined;
  return plain && only['text'] !== undefined ? only['text'] : parts;
}

function encodePart(part: ContentPart, marks: boolean, losses: Losses): readonly JsonValue[] {
  const written = writtenHere(part);
  if (written !== undefined) return [written];
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text, ...(marks && encodeCacheMarker(part.cache)) }];
    case 'image':
      return encodeImage(part, losses);
    case 'file':
      return encodeFile(part, losses);
    case 'audio':
      return [{ type: 'input_audio', input_audio: { data: part.data.data, format: part.data.format } }];
    case 'refusal':
      return [{ type: 'text', text: part.text }];
    case 'reasoning':
      losses.drop('reasoning', 'has no place in this turn');
      return [];
    case 'tool-call':
    case 'tool-result':
    case 'opaque':
      losses.refuseContent(part, 'chat completions have no word for it here', ELSEWHERE);
      return [];
    default:
      return assertNever(part);
  }
}

function encodeImage(part: Extract<ContentPart, { type: 'image' }>, losses: Losses): readonly JsonValue[] {
  const { data, detail } = part;
  if (data.kind === 'provider-file') {
    losses.refuseContent(part, 'it is kept at another provider', AS_BYTES);
    return [];
  }
  const url = data.kind === 'url' ? data.url : `data:${data.mediaType};base64,${data.data}`;
  return [{ type: 'image_url', image_url: { url, ...(detail !== undefined && { detail }) } }];
}

/** Chat completions take a file by its bytes or by an id of their own, never by an address (API reference 2.3.0): text is told as text. */
function encodeFile(part: FilePart, losses: Losses): readonly JsonValue[] {
  const { data, filename, context } = part;
  if (data.kind === 'text') return [{ type: 'text', text: fileText(part, data.text) }];
  if (data.kind !== 'base64') {
    losses.refuseContent(
      part,
      data.kind === 'url' ? 'it takes no file by its address' : 'it is kept at another provider',
      AS_BYTES,
    );
    return [];
  }
  if (data.mediaType.startsWith('text/'))
    return [{ type: 'text', text: fileText(part, Buffer.from(data.data, 'base64').toString('utf8')) }];
  const name = fileName(filename, data.mediaType);
  return [
    ...(context === undefined ? [] : [{ type: 'text', text: context }]),
    { type: 'file', file: { filename: name, file_data: `data:${data.mediaType};base64,${data.data}` } },
  ];
}

/** Anthropic's word for it, which hosts of its models take. */
function encodeCacheMarker(cache: CacheMarker | undefined): JsonObject {
  return cache === undefined ? {} : { cache_control: { type: 'ephemeral', ...cache } };
}

function noteCacheMarkers(message: Message, losses: Losses): void {
  const marked = message.content.some((part) => part.cache !== undefined);
  if (marked) losses.drop('cache_control', 'the provider caches by itself');
}
