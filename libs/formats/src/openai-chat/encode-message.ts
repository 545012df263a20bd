import { assertNever, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, MediaData, Message, ToolResultPart, Warning } from '@tollgate/canonical';
import { FAILED_RESULT } from '../failed-result.js';
import { encodeToolCall } from './convert-tools.js';
import { writtenHere } from './own-source.js';
import type { OpenAiChatQuirks } from './quirks.js';

/** A message of another dialect in this one's words; a turn with several tool results becomes several messages. */
export function encodeMessage(message: Message, quirks: OpenAiChatQuirks, warnings: Warning[]): readonly JsonObject[] {
  noteCacheMarkers(message, warnings);
  const name = message.name === undefined ? {} : { name: message.name };
  switch (message.role) {
    case 'tool':
      return encodeToolTurn(message, warnings);
    case 'assistant':
      return [{ role: 'assistant', ...encodeAssistantTurn(message, quirks, warnings), ...name }];
    case 'system':
    case 'developer':
    case 'user':
      return [{ role: message.role, content: encodeContent(message.content, warnings), ...name }];
    default:
      return assertNever(message.role);
  }
}

function encodeAssistantTurn(message: Message, quirks: OpenAiChatQuirks, warnings: Warning[]): JsonObject {
  const texts: string[] = [];
  const reasoning: string[] = [];
  const refusals: string[] = [];
  const calls: JsonObject[] = [];
  for (const part of message.content) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'reasoning') reasoning.push(part.text);
    else if (part.type === 'refusal') refusals.push(part.text);
    else if (part.type === 'tool-call') calls.push(encodeToolCall(part));
    else drop(warnings, part.type, 'an assistant turn holds text and tool calls');
  }
  if (reasoning.length > 0 && quirks.reasoningField === undefined)
    drop(warnings, 'reasoning', 'not taken back by the provider');
  return {
    content: texts.length === 0 ? null : texts.join(''),
    ...(reasoning.length > 0 && quirks.reasoningField !== undefined && { [quirks.reasoningField]: reasoning.join('') }),
    ...(refusals.length > 0 && { refusal: refusals.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** Tool messages hold text only: images and files of results follow in a user message. */
function encodeToolTurn(message: Message, warnings: Warning[]): readonly JsonObject[] {
  const results = message.content.filter((part): part is ToolResultPart => part.type === 'tool-result');
  const media = results.flatMap((result) =>
    result.content.filter((part) => part.type === 'image' || part.type === 'file'),
  );
  if (results.some((result) => result.isError === true))
    change(warnings, 'tool_result.is_error', 'a failed tool is told in its text');
  const messages = results.map((result): JsonObject => {
    const text = result.content.filter((part) => part.type !== 'image' && part.type !== 'file');
    const told: readonly ContentPart[] = result.isError === true ? tellFailure(text) : text;
    return { role: 'tool', tool_call_id: result.toolCallId, content: encodeContent(told, warnings) };
  });
  if (media.length === 0) return messages;
  change(warnings, 'tool_result.content', 'media of a tool result follows in a user message');
  return [...messages, { role: 'user', content: media.flatMap((part) => encodePart(part, warnings)) }];
}

/** The dialect has no word for a failed tool: the model reads it before the text. */
function tellFailure(content: readonly ContentPart[]): readonly ContentPart[] {
  const [first, ...others] = content;
  if (first?.type === 'text') return [{ type: 'text', text: `${FAILED_RESULT}${first.text}` }, ...others];
  return [{ type: 'text', text: FAILED_RESULT.trimEnd() }, ...content];
}

/** One text stands for itself; anything else is a list of parts. */
function encodeContent(content: readonly ContentPart[], warnings: Warning[]): JsonValue {
  const parts = content.flatMap((part) => encodePart(part, warnings));
  if (parts.length === 0) return '';
  const only = content.length === 1 ? content[0] : undefined;
  return only?.type === 'text' ? only.text : parts;
}

function encodePart(part: ContentPart, warnings: Warning[]): readonly JsonValue[] {
  const written = writtenHere(part);
  if (written !== undefined) return [written];
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text }];
    case 'image':
      return encodeImage(part.data, part.detail, warnings);
    case 'file':
      if (part.data.kind === 'text') return [{ type: 'text', text: part.data.text }];
      return encodeFile(part.data, part.filename, warnings);
    case 'audio':
      return [{ type: 'input_audio', input_audio: { data: part.data.data, format: part.data.format } }];
    case 'refusal':
      return [{ type: 'text', text: part.text }];
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
    case 'opaque':
      drop(warnings, part.type, 'has no place in this turn');
      return [];
    default:
      return assertNever(part);
  }
}

function encodeImage(data: MediaData, detail: string | undefined, warnings: Warning[]): readonly JsonValue[] {
  if (data.kind === 'provider-file') {
    drop(warnings, 'image', 'kept at another provider');
    return [];
  }
  const url = data.kind === 'url' ? data.url : `data:${data.mediaType};base64,${data.data}`;
  return [{ type: 'image_url', image_url: { url, ...(detail !== undefined && { detail }) } }];
}

function encodeFile(data: MediaData, filename: string | undefined, warnings: Warning[]): readonly JsonValue[] {
  if (data.kind !== 'base64') {
    drop(warnings, 'document', data.kind === 'url' ? 'files are sent inline only' : 'kept at another provider');
    return [];
  }
  const name = filename ?? `document.${data.mediaType.split('/')[1] ?? 'bin'}`;
  return [{ type: 'file', file: { filename: name, file_data: `data:${data.mediaType};base64,${data.data}` } }];
}

function noteCacheMarkers(message: Message, warnings: Warning[]): void {
  const marked = message.content.some((part) => part.cache !== undefined);
  if (marked) drop(warnings, 'cache_control', 'the provider caches by itself');
}

function drop(warnings: Warning[], path: string, reason: string): void {
  warn(warnings, { code: 'dropped', path, reason });
}

function change(warnings: Warning[], path: string, reason: string): void {
  warn(warnings, { code: 'changed', path, reason });
}

/** Each loss is named once. */
function warn(warnings: Warning[], warning: Warning): void {
  if (!warnings.some(({ path }) => path === warning.path)) warnings.push(warning);
}
