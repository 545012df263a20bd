import { assertNever, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, FilePart, Message, ReasoningPart, ToolResultPart } from '@tollgate/canonical';
import { tellFailure } from '../failed-result.js';
import { fileName } from '../file-name.js';
import { fileText } from '../file-text.js';
import type { Losses } from '../losses.js';
import { leaveOutOpaque } from '../leave-out-opaque.js';
import { AS_BYTES, ELSEWHERE } from '../unsupported-content.js';
import { writtenHere } from './own-source.js';

/**
 * A turn of another dialect as items. An assistant's words are `output_text` (the API refuses `input_text` there); its reasoning, words
 * and calls are items in their order, and the results of tools are items each.
 */
export function encodeMessage(
  message: Message,
  customCalls: ReadonlySet<string>,
  losses: Losses,
): readonly JsonValue[] {
  if (message.content.some((part) => part.cache !== undefined))
    losses.drop('cache_control', 'the provider caches by itself');
  if (message.name !== undefined && message.role !== 'tool')
    losses.drop('messages[*].name', 'turns of the Responses API have no names');
  switch (message.role) {
    case 'assistant':
      return encodeAssistantTurn(message.content, losses);
    case 'tool':
      return message.content
        .filter((part) => part.type === 'tool-result')
        .map((result) => encodeResult(result, customCalls.has(result.toolCallId), losses));
    case 'system':
    case 'developer':
    case 'user':
      return [{ type: 'message', role: message.role, content: encodeContent(message.content, losses) }];
    default:
      return assertNever(message.role);
  }
}

/** Words in a row are one message. */
function encodeAssistantTurn(content: readonly ContentPart[], losses: Losses): readonly JsonValue[] {
  const items: JsonValue[] = [];
  let words: JsonObject[] = [];
  const flush = (): void => {
    if (words.length > 0) items.push({ type: 'message', role: 'assistant', content: words });
    words = [];
  };
  for (const part of content) {
    if (part.type === 'text' || part.type === 'refusal') {
      const { text } = part;
      if (text !== '')
        words.push(part.type === 'text' ? { type: 'output_text', text } : { type: 'refusal', refusal: text });
      continue;
    }
    flush();
    items.push(...encodeAssistantPart(part, losses));
  }
  flush();
  return items;
}

function encodeAssistantPart(
  part: Exclude<ContentPart, { type: 'text' | 'refusal' }>,
  losses: Losses,
): readonly JsonValue[] {
  const written = writtenHere(part);
  if (written !== undefined) return [written];
  switch (part.type) {
    case 'reasoning':
      return encodeReasoning(part, losses);
    case 'tool-call': {
      const { id, name, input } = part;
      return part.kind === 'custom'
        ? [{ type: 'custom_tool_call', call_id: id, name, input }]
        : [{ type: 'function_call', call_id: id, name, arguments: input }];
    }
    case 'opaque':
      leaveOutOpaque(part, losses);
      return [];
    default:
      losses.refuseContent(part, 'an assistant turn holds text, reasoning and tool calls', ELSEWHERE);
      return [];
  }
}

/**
 * Only reasoning that a provider of this API sealed is taken back: it names a summary of what is encrypted. A client can write a seal by
 * hand (`openSeal`). Its id is never told without content: alone it would stand for what the provider keeps under it, whoever's that is.
 * With content the provider verifies both together ("The encrypted content for item … could not be verified").
 */
function encodeReasoning({ text, id, encrypted = '' }: ReasoningPart, losses: Losses): readonly JsonValue[] {
  if (encrypted.trim() === '') {
    losses.drop('reasoning', 'not taken back by the provider without its seal');
    return [];
  }
  const summary = text === '' ? [] : [{ type: 'summary_text', text }];
  return [{ type: 'reasoning', ...(id !== undefined && { id }), summary, encrypted_content: encrypted }];
}

function encodeResult(part: ToolResultPart, custom: boolean, losses: Losses): JsonObject {
  if (part.isError === true) losses.change('tool_result.is_error', 'a failed tool is told in its text');
  const told = part.isError === true ? tellFailure(part.content) : part.content;
  const output = encodeContent(told, losses);
  return {
    type: custom ? 'custom_tool_call_output' : 'function_call_output',
    call_id: part.toolCallId,
    output: output.length === 0 ? '' : output,
  };
}

function encodeContent(content: readonly ContentPart[], losses: Losses): readonly JsonValue[] {
  return content.flatMap((part) => encodePart(part, losses));
}

function encodePart(part: ContentPart, losses: Losses): readonly JsonValue[] {
  const written = writtenHere(part);
  if (written !== undefined) return [written];
  switch (part.type) {
    case 'text':
    case 'refusal':
      return [{ type: 'input_text', text: part.text }];
    case 'image':
      return encodeImage(part, losses);
    case 'file':
      return encodeFile(part, losses);
    case 'reasoning':
      losses.drop('reasoning', 'has no place in this turn');
      return [];
    case 'audio':
      losses.refuseContent(
        part,
        'the Responses API takes no audio',
        'Send what is said as text, or ask over chat completions.',
      );
      return [];
    case 'tool-call':
    case 'tool-result':
    case 'opaque':
      losses.refuseContent(part, 'the Responses API has no word for it here', ELSEWHERE);
      return [];
    default:
      return assertNever(part);
  }
}

function encodeImage(part: Extract<ContentPart, { type: 'image' }>, losses: Losses): readonly JsonValue[] {
  const { data, detail = 'auto' } = part;
  if (data.kind !== 'provider-file') {
    const url = data.kind === 'url' ? data.url : `data:${data.mediaType};base64,${data.data}`;
    return [{ type: 'input_image', image_url: url, detail }];
  }
  if (part.source?.format === 'openai-chat') return [{ type: 'input_image', file_id: data.id, detail }];
  losses.refuseContent(part, 'it is kept at another provider', AS_BYTES);
  return [];
}

function encodeFile(part: FilePart, losses: Losses): readonly JsonValue[] {
  const { data, filename, context } = part;
  if (data.kind === 'text') return [{ type: 'input_text', text: fileText(part, data.text) }];
  const said = context === undefined ? [] : [{ type: 'input_text', text: context }];
  const named = filename === undefined ? {} : { filename };
  if (data.kind === 'url') return [...said, { type: 'input_file', ...named, file_url: data.url }];
  if (data.kind === 'base64') {
    const name = fileName(filename, data.mediaType);
    const bytes = `data:${data.mediaType};base64,${data.data}`;
    return [...said, { type: 'input_file', filename: name, file_data: bytes }];
  }
  if (part.source?.format === 'openai-chat') return [...said, { type: 'input_file', file_id: data.id }];
  losses.refuseContent(part, 'it is kept at another provider', AS_BYTES);
  return [];
}
