import { assertNever, type JsonObject } from '@tollgate/kernel';
import type { ContentPart, FilePart, Message, ToolCallPart, ToolResultPart } from '@tollgate/canonical';
import { bareCallId } from '../call-id.js';
import { FAILED_RESULT } from '../failed-result.js';
import { fileText } from '../file-text.js';
import { withoutOpaque } from '../leave-out-opaque.js';
import type { Losses } from '../losses.js';
import { parseToolInput } from '../parse-tool-input.js';
import { AS_BYTES, nameOfPart } from '../unsupported-content.js';
import { FORMAT } from './format-name.js';

const AS_TEXT = 'Send what it says as text.';

/** What a turn says, gathered part by part. */
interface Turn {
  readonly texts: string[];
  readonly images: string[];
  readonly thoughts: string[];
  readonly calls: JsonObject[];
}

/**
 * The turns of `POST /api/chat` (API reference; recording `chat-tools-thinking`): text as one string, images as base64 beside it,
 * arguments of tools as objects. A result is known by its tool's name and by the call's id.
 */
export function encodeMessages(messages: readonly Message[], losses: Losses): readonly JsonObject[] {
  const tools = new Map<string, string>();
  return messages.flatMap((message) => {
    for (const part of message.content) if (part.type === 'tool-call') tools.set(part.id, part.name);
    if (message.content.some(({ cache }) => cache !== undefined))
      losses.drop('cache_control', 'the provider caches by itself');
    if (message.name !== undefined && message.role !== 'tool') losses.drop('messages[*].name', 'a turn has no name');
    return message.role === 'tool' ? encodeResults(message.content, tools, losses) : [encodeTurn(message, losses)];
  });
}

function encodeTurn(message: Message, losses: Losses): JsonObject {
  const parts = message.role === 'assistant' ? withoutOpaque(message.content, FORMAT, losses) : message.content;
  const turn = gather(parts, losses);
  return {
    role: message.role === 'developer' ? 'system' : message.role,
    content: turn.texts.join(message.role === 'assistant' ? '' : '\n'),
    ...(turn.thoughts.length > 0 && { thinking: turn.thoughts.join('') }),
    ...(turn.images.length > 0 && { images: turn.images }),
    ...(turn.calls.length > 0 && { tool_calls: turn.calls }),
  };
}

function encodeResults(
  content: readonly ContentPart[],
  tools: ReadonlyMap<string, string>,
  losses: Losses,
): readonly JsonObject[] {
  const results = content.filter((part): part is ToolResultPart => part.type === 'tool-result');
  return results.map((result) => {
    const { texts, images } = gather(result.content, losses);
    const name = result.name ?? tools.get(result.toolCallId);
    if (result.isError === true) losses.change('tool_result.is_error', 'a failed tool is told in its text');
    return {
      role: 'tool',
      content: `${result.isError === true ? FAILED_RESULT : ''}${texts.join('\n')}`,
      ...(name !== undefined && { tool_name: name }),
      ...(result.toolCallId !== '' && { tool_call_id: bareCallId(result.toolCallId) }),
      ...(images.length > 0 && { images }),
    };
  });
}

function gather(content: readonly ContentPart[], losses: Losses): Turn {
  const turn: Turn = { texts: [], images: [], thoughts: [], calls: [] };
  for (const part of content) addPart(part, turn, losses);
  return turn;
}

function addPart(part: ContentPart, turn: Turn, losses: Losses): void {
  switch (part.type) {
    case 'text':
    case 'refusal':
      turn.texts.push(part.text);
      return;
    case 'reasoning':
      addThought(part, turn, losses);
      return;
    case 'tool-call':
      turn.calls.push(encodeCall(part));
      return;
    case 'image':
      addImage(part, turn, losses);
      return;
    case 'file':
      addFile(part, turn, losses);
      return;
    case 'audio':
      losses.refuseContent(part, 'Ollama takes no audio', AS_TEXT);
      return;
    case 'tool-result':
    case 'opaque':
      losses.refuseContent(part, `Ollama has no word for ${nameOfPart(part)} here`, AS_TEXT);
      return;
    default:
      assertNever(part);
  }
}

/** Ollama's models seal nothing: what another provider sealed cannot be told. */
function addThought(part: Extract<ContentPart, { type: 'reasoning' }>, turn: Turn, losses: Losses): void {
  if (part.signature !== undefined || part.redacted !== undefined || part.encrypted !== undefined)
    losses.drop('thinking.signature', 'a seal means nothing to the provider');
  if (part.text !== '') turn.thoughts.push(part.text);
}

function addImage(part: Extract<ContentPart, { type: 'image' }>, turn: Turn, losses: Losses): void {
  if (part.detail !== undefined && part.detail !== 'auto')
    losses.drop('messages[*].content[*].image_url.detail', 'Ollama sees every image in full');
  if (part.data.kind === 'base64') turn.images.push(part.data.data);
  else losses.refuseContent(part, 'Ollama fetches no image and keeps none', AS_BYTES);
}

function addFile(part: FilePart, turn: Turn, losses: Losses): void {
  if (part.data.kind === 'text') turn.texts.push(fileText(part, part.data.text));
  else losses.refuseContent(part, 'Ollama takes no documents', AS_TEXT);
}

function encodeCall({ id, name, input }: ToolCallPart): JsonObject {
  return {
    ...(id !== '' && { id: bareCallId(id) }),
    type: 'function',
    function: { name, arguments: parseToolInput(input) },
  };
}
