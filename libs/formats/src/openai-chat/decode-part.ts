import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CacheMarker, ContentPart, MediaData } from '@tollgate/canonical';
import { ownSource } from './own-source.js';

/** A message's content: text stands for one text part. Every structured part carries the value it came from. */
export function decodeContent(content: JsonValue | undefined): readonly ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isJsonObject).map(decodePart) : [];
}

/** One content part. What the canonical form has no word for stays opaque. */
function decodePart(part: JsonObject): ContentPart {
  const base = { source: ownSource(part), ...decodeCacheMarker(part['cache_control']) };
  switch (part['type']) {
    case 'text':
      return typeof part['text'] === 'string'
        ? { ...base, type: 'text', text: part['text'] }
        : { ...base, type: 'opaque' };
    case 'refusal':
      return { ...base, type: 'refusal', text: readText(part['refusal']) };
    case 'thinking':
      return { ...base, type: 'reasoning', text: readThinking(part['thinking']) };
    case 'image_url':
      return { ...base, ...decodeImage(part['image_url']) };
    case 'input_audio':
      return { ...base, ...decodeAudio(part['input_audio']) };
    case 'file':
      return { ...base, ...decodeFile(part['file']) };
    default:
      return { ...base, type: 'opaque' };
  }
}

/** Mistral's `thinking` is a list of text parts, Anthropic's a text. */
export function readThinking(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return (value as readonly JsonValue[]).map((item) => (isJsonObject(item) ? readText(item['text']) : '')).join('');
}

/** LiteLLM lets chat clients mark Anthropic's prompt cache with `cache_control` on parts, messages and tools. */
export function decodeCacheMarker(value: JsonValue | undefined): { readonly cache?: CacheMarker } {
  if (!isJsonObject(value)) return {};
  const { ttl } = value;
  return { cache: ttl === '5m' || ttl === '1h' ? { ttl } : {} };
}

export function readText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

type Unsourced<T> = T extends unknown ? Omit<T, 'source' | 'cache'> : never;

/** `image_url` is an object, or (LiteLLM) the address itself. */
function decodeImage(value: JsonValue | undefined): Unsourced<ContentPart> {
  const url = isJsonObject(value) ? value['url'] : value;
  if (typeof url !== 'string') return { type: 'opaque' };
  const detail = isJsonObject(value) && typeof value['detail'] === 'string' ? { detail: value['detail'] } : {};
  return { type: 'image', data: decodeUrl(url), ...detail };
}

function decodeAudio(value: JsonValue | undefined): Unsourced<ContentPart> {
  if (!isJsonObject(value) || typeof value['data'] !== 'string') return { type: 'opaque' };
  return { type: 'audio', data: { kind: 'base64', data: value['data'], format: readText(value['format']) } };
}

function decodeFile(value: JsonValue | undefined): Unsourced<ContentPart> {
  if (!isJsonObject(value)) return { type: 'opaque' };
  const { file_id: id, file_data: data, filename } = value;
  const name = typeof filename === 'string' ? { filename } : {};
  if (typeof id === 'string') return { type: 'file', data: { kind: 'provider-file', id }, ...name };
  if (typeof data !== 'string') return { type: 'opaque' };
  const read = decodeUrl(data);
  const plain = read.kind === 'url' && !/^https?:/i.test(data);
  return { type: 'file', data: plain ? { kind: 'base64', mediaType: 'application/pdf', data } : read, ...name };
}

/** A data URL becomes its bytes; any other address stays one. */
export function decodeUrl(url: string): MediaData {
  const comma = url.startsWith('data:') ? url.indexOf(',') : -1;
  if (comma === -1) return { kind: 'url', url };
  const [mediaType = '', ...parameters] = url.slice('data:'.length, comma).split(';');
  if (!parameters.includes('base64')) return { kind: 'url', url };
  return { kind: 'base64', mediaType, data: url.slice(comma + 1) };
}
