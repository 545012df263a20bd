import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CacheMarker, ContentPart, FilePart, MediaData } from '@tollgate/canonical';
import { openSeal } from '../reasoning-seal.js';
import { writeArguments } from '../write-arguments.js';
import { ownSource } from './own-source.js';

/** A message's content: text stands for one text block. Every part carries the block it came from. */
export function decodeContent(content: JsonValue | undefined): readonly ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isJsonObject).map(decodeBlock) : [];
}

/** One content block. What the canonical form has no word for (server tools, MCP, containers …) stays opaque. */
function decodeBlock(block: JsonObject): ContentPart {
  const source = ownSource(block);
  const cache = decodeCacheMarker(block['cache_control']);
  const base = { source, ...(cache !== undefined && { cache }) };
  switch (block['type']) {
    case 'text':
      return {
        ...base,
        type: 'text',
        text: readText(block['text']),
        ...(Array.isArray(block['citations']) && { annotations: block['citations'] as readonly JsonValue[] }),
      };
    case 'thinking': {
      const text = readText(block['thinking']);
      const foreign = openSeal(readText(block['signature']));
      // Anthropic would refuse a block that another provider sealed: it is not written again as it stands
      if (foreign !== undefined) return { type: 'reasoning', text, ...foreign };
      return { ...base, type: 'reasoning', text, ...optional('signature', block['signature']) };
    }
    case 'redacted_thinking': {
      const redacted = readText(block['data']);
      const foreign = openSeal(redacted);
      if (foreign !== undefined) return { type: 'reasoning', text: '', ...foreign };
      return { ...base, type: 'reasoning', text: '', redacted };
    }
    case 'tool_use':
      return {
        ...base,
        type: 'tool-call',
        id: readText(block['id']),
        name: readText(block['name']),
        input: writeArguments(block['input'] ?? {}),
        kind: 'function',
      };
    case 'tool_result':
      return {
        ...base,
        type: 'tool-result',
        toolCallId: readText(block['tool_use_id']),
        content: decodeContent(block['content']),
        ...(typeof block['is_error'] === 'boolean' && { isError: block['is_error'] }),
      };
    case 'image': {
      const data = decodeMedia(block['source']);
      return data === undefined ? { ...base, type: 'opaque' } : { ...base, type: 'image', data };
    }
    case 'document': {
      const data = decodeDocument(block['source']);
      return data === undefined
        ? { ...base, type: 'opaque' }
        : {
            ...base,
            type: 'file',
            data,
            ...optional('filename', block['title']),
            ...optional('context', block['context']),
          };
    }
    case 'search_result': {
      const text = readSearchResult(block);
      return text === undefined ? { ...base, type: 'opaque' } : { ...base, type: 'text', text };
    }
    default:
      return { ...base, type: 'opaque' };
  }
}

/** `cache_control: {type: ephemeral, ttl}`. */
export function decodeCacheMarker(value: JsonValue | undefined): CacheMarker | undefined {
  if (!isJsonObject(value)) return undefined;
  const ttl = value['ttl'];
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

function decodeMedia(source: JsonValue | undefined): MediaData | undefined {
  if (!isJsonObject(source)) return undefined;
  const { type, media_type: mediaType, data, url, file_id: fileId } = source;
  if (type === 'base64' && typeof data === 'string' && typeof mediaType === 'string')
    return { kind: 'base64', mediaType, data };
  if (type === 'url' && typeof url === 'string') return { kind: 'url', url };
  if (type === 'file' && typeof fileId === 'string') return { kind: 'provider-file', id: fileId };
  return undefined;
}

function decodeDocument(source: JsonValue | undefined): FilePart['data'] | undefined {
  if (isJsonObject(source) && source['type'] === 'text' && typeof source['data'] === 'string') {
    return { kind: 'text', text: source['data'] };
  }
  if (!isJsonObject(source) || source['type'] !== 'content') return decodeMedia(source);
  const text = readTexts(source['content']);
  return text === undefined ? undefined : { kind: 'text', text };
}

/** A search result as other dialects can tell it: its title, where it is from, and its text. */
function readSearchResult({ title, source, content }: JsonObject): string | undefined {
  const text = readTexts(content);
  return text === undefined
    ? undefined
    : [readText(title), readText(source), text].filter((line) => line !== '').join('\n');
}

/** The words of content that is text alone, a block a line; undefined when there is more to it. */
function readTexts(content: JsonValue | undefined): string | undefined {
  const texts = decodeContent(content).map((part) => (part.type === 'text' ? part.text : undefined));
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('\n');
}

function optional<K extends string>(name: K, value: JsonValue | undefined): { [P in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [P in K]?: string }) : {};
}

/** A text member, or the empty text. */
export function readText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
