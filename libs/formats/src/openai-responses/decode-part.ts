import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, ReasoningPart } from '@tollgate/canonical';
import { decodeUrl, readText } from '../openai-chat/decode-part.js';
import { openSeal } from '../reasoning-seal.js';
import { ownSource } from './own-source.js';

type Unsourced<T> = T extends unknown ? Omit<T, 'source' | 'cache'> : never;

/** An item's content: text stands for one part. Every structured part carries the value it came from. */
export function decodeContent(content: JsonValue | undefined): readonly ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? (content as readonly JsonValue[]).filter(isJsonObject).map(decodePart) : [];
}

/** One content part. What the canonical form has no word for stays opaque. */
function decodePart(part: JsonObject): ContentPart {
  return { ...readPart(part), source: ownSource(part) };
}

function readPart(part: JsonObject): Unsourced<ContentPart> {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: readText(part['text']), ...readAnnotations(part['annotations']) };
    case 'refusal':
      return { type: 'refusal', text: readText(part['refusal']) };
    case 'input_image':
      return readImage(part);
    case 'input_file':
      return readFile(part);
    case 'input_audio':
      return readAudio(part['input_audio']);
    default:
      return { type: 'opaque' };
  }
}

/** Annotations of a text, where there are any. */
export function readAnnotations(value: JsonValue | undefined): { readonly annotations?: readonly JsonValue[] } {
  return Array.isArray(value) && value.length > 0 ? { annotations: value as readonly JsonValue[] } : {};
}

/**
 * A reasoning item: the paragraphs of its summary, or its own words where a host tells them. Its seal may be another provider's that
 * came this way.
 */
export function decodeReasoning(item: JsonObject): ReasoningPart {
  const own = readTexts(item['content']);
  const text = own === '' ? readTexts(item['summary']) : own;
  const { id, encrypted_content: sealed } = item;
  const encrypted = typeof sealed === 'string' && sealed !== '' ? sealed : undefined;
  const foreign = openSeal(encrypted);
  return {
    type: 'reasoning',
    text,
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(foreign ?? (encrypted === undefined ? {} : { encrypted })),
    source: ownSource(item),
  };
}

/** What stands between the paragraphs of a reasoning summary. */
export const PARAGRAPH = '\n\n';

function readTexts(parts: JsonValue | undefined): string {
  if (!Array.isArray(parts)) return '';
  return (parts as readonly JsonValue[])
    .filter(isJsonObject)
    .map((part) => readText(part['text']))
    .join(PARAGRAPH);
}

function readImage({ image_url: url, file_id: id, detail: asked }: JsonObject): Unsourced<ContentPart> {
  const detail = typeof asked === 'string' ? { detail: asked } : {};
  if (typeof url === 'string') return { type: 'image', data: decodeUrl(url), ...detail };
  if (typeof id === 'string') return { type: 'image', data: { kind: 'provider-file', id }, ...detail };
  return { type: 'opaque' };
}

function readFile({ file_data: data, file_url: url, file_id: id, filename }: JsonObject): Unsourced<ContentPart> {
  const name = typeof filename === 'string' ? { filename } : {};
  if (typeof id === 'string') return { type: 'file', data: { kind: 'provider-file', id }, ...name };
  if (typeof url === 'string') return { type: 'file', data: { kind: 'url', url }, ...name };
  if (typeof data !== 'string') return { type: 'opaque' };
  const read = decodeUrl(data);
  const plain = read.kind === 'url';
  return { type: 'file', data: plain ? { kind: 'base64', mediaType: 'application/pdf', data } : read, ...name };
}

function readAudio(value: JsonValue | undefined): Unsourced<ContentPart> {
  if (!isJsonObject(value) || typeof value['data'] !== 'string') return { type: 'opaque' };
  return { type: 'audio', data: { kind: 'base64', data: value['data'], format: readText(value['format']) } };
}
