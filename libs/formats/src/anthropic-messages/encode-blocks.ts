import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CacheMarker, ContentPart, FilePart, MediaData, ToolResultPart } from '@tollgate/canonical';
import { bareCallId } from '../call-id.js';
import type { Losses } from '../losses.js';
import { readDataUrl } from '../read-data-url.js';
import { isForeignSeal } from '../reasoning-seal.js';
import { writtenHere } from './own-source.js';
import { parseToolInput } from '../parse-tool-input.js';

/** Ids of tool calls that the provider takes; other dialects' ids are fitted to it, in call and result alike. */
const TOOL_ID_OTHERS = /[^a-zA-Z0-9_-]/g;

const AS_KNOWN = 'Send it as text, image_url or file in the form that chat completions give those parts.';

/** Parts to content blocks. One that came in this dialect is written again as it was; text without a word is refused by the provider and left out. */
export function encodeBlocks(parts: readonly ContentPart[], losses: Losses): readonly JsonValue[] {
  return parts.flatMap((part) => {
    const own = writtenHere(part);
    if (own !== undefined) return [bareBlock(own)];
    const block = encodeBlock(part, losses);
    return block === undefined ? [] : [{ ...block, ...encodeCacheMarker(part.cache) }];
  });
}

/** A block that came in this dialect, as it was: but an id under which a client knows a call of Gemini's goes without its seal. */
export function bareBlock(block: JsonValue): JsonValue {
  if (!isJsonObject(block)) return block;
  const name = block['type'] === 'tool_use' ? 'id' : block['type'] === 'tool_result' ? 'tool_use_id' : undefined;
  const id = name === undefined ? undefined : block[name];
  if (name === undefined || typeof id !== 'string') return block;
  const bare = bareCallId(id);
  return bare === id ? block : { ...block, [name]: fitToolId(bare) };
}

/** `cache_control`, where the part or tool carries a marker. */
export function encodeCacheMarker(cache: CacheMarker | undefined): JsonObject {
  if (cache === undefined) return {};
  return { cache_control: { type: 'ephemeral', ...(cache.ttl !== undefined && { ttl: cache.ttl }) } };
}

function encodeBlock(part: ContentPart, losses: Losses): JsonObject | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text.trim() === '' ? undefined : { type: 'text', text: part.text };
    case 'image':
      if (part.detail !== undefined && part.detail !== 'auto')
        losses.drop('messages[*].content[*].image_url.detail', 'the Messages API sees every image in full');
      return { type: 'image', source: encodeMedia(part.data) };
    case 'file':
      return encodeFile(part);
    case 'tool-call':
      return { type: 'tool_use', id: fitToolId(part.id), name: part.name, input: parseToolInput(part.input) };
    case 'tool-result':
      return encodeToolResult(part, losses);
    case 'reasoning':
      return encodeReasoningPart(part, losses);
    case 'audio':
      losses.refuseContent(part, 'the Messages API takes no audio', 'Send what is said as text.');
      return undefined;
    case 'opaque':
      losses.refuseContent(part, 'the Messages API has no word for it', AS_KNOWN);
      return undefined;
  }
}

function encodeMedia(data: MediaData): JsonObject {
  if (data.kind === 'base64') return { type: 'base64', media_type: data.mediaType, data: data.data };
  if (data.kind === 'provider-file') return { type: 'file', file_id: data.id };
  const inline = readDataUrl(data.url);
  if (inline === undefined) return { type: 'url', url: data.url };
  return { type: 'base64', media_type: inline.mediaType, data: inline.data };
}

/** A document; an image sent as a file is an image, text sent as base64 is text. */
function encodeFile(part: FilePart): JsonObject {
  const title: JsonObject = {
    ...(part.filename !== undefined && { title: part.filename }),
    ...(part.context !== undefined && { context: part.context }),
  };
  if (part.data.kind === 'text') {
    return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: part.data.text }, ...title };
  }
  const source = encodeMedia(part.data);
  const mediaType = source['media_type'];
  if (typeof mediaType === 'string' && mediaType.startsWith('image/')) return { type: 'image', source };
  if (typeof mediaType === 'string' && mediaType.startsWith('text/') && typeof source['data'] === 'string') {
    const text = Buffer.from(source['data'], 'base64').toString('utf8');
    return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...title };
  }
  return { type: 'document', source, ...title };
}

/** A result of one text is written as that text (transcript `chat on anthropic`, step 2), anything else as blocks. */
function encodeToolResult(part: ToolResultPart, losses: Losses): JsonObject {
  const [first, second] = part.content;
  const single =
    first?.type === 'text' && second === undefined && writtenHere(first) === undefined && first.cache === undefined;
  const content = single ? first.text : encodeBlocks(part.content, losses);
  return {
    type: 'tool_result',
    tool_use_id: fitToolId(part.toolCallId),
    ...(content.length > 0 && { content }),
    ...(part.isError !== undefined && { is_error: part.isError }),
  };
}

function encodeReasoningPart(
  part: Extract<ContentPart, { type: 'reasoning' }>,
  losses: Losses,
): JsonObject | undefined {
  if (part.redacted !== undefined) return { type: 'redacted_thinking', data: part.redacted };
  if (part.signature !== undefined && !isForeignSeal(part.signature))
    return { type: 'thinking', thinking: part.text, signature: part.signature };
  losses.drop('messages', 'reasoning without the signature that Anthropic demands');
  return undefined;
}

function fitToolId(id: string): string {
  return bareCallId(id).replace(TOOL_ID_OTHERS, '_');
}
