import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { ContentPart, MediaData } from '@tollgate/canonical';
import { writeArguments } from '../write-arguments.js';
import { ownSource } from './own-source.js';
import { readMember, readObject, readText } from './read-member.js';
import { readThoughtSignature } from './seals.js';

/** Addresses that only Google can read: of its Files API, and of a bucket. */
const KEPT_BY_GOOGLE = /^(gs:\/\/|https:\/\/generativelanguage\.googleapis\.com\/)/i;

/**
 * One part. A signed text is two canonical parts, the text and its seal (a reasoning part without words); what the canonical form has
 * no word for (code that the provider ran, its own tools) stays opaque. `callId` names a call or result that has no id of its own.
 */
export function decodePart(part: JsonObject, callId: string): readonly ContentPart[] {
  const source = ownSource(part);
  const signature = readText(part, 'thoughtSignature');
  if (typeof part['text'] === 'string') return decodeText(part, part['text'], signature);
  const inline = readObject(part, 'inlineData');
  if (inline !== undefined) return [{ ...decodeInline(inline), source }];
  const file = readObject(part, 'fileData');
  if (file !== undefined) return [{ ...decodeFile(file), source }];
  const call = readObject(part, 'functionCall');
  if (call !== undefined) {
    return [
      {
        type: 'tool-call',
        id: readText(call, 'id') || callId,
        name: readText(call, 'name'),
        input: writeArguments(call['args'] ?? {}),
        kind: 'function',
        ...(signature !== '' && { signature }),
        source,
      },
    ];
  }
  const result = readObject(part, 'functionResponse');
  return [result === undefined ? { type: 'opaque', source } : { ...decodeResult(result, callId), source }];
}

function decodeText(part: JsonObject, text: string, signature: string): readonly ContentPart[] {
  const source = ownSource(part);
  const seal = signature === '' ? {} : readThoughtSignature(signature);
  if (part['thought'] === true) return [{ type: 'reasoning', text, ...seal, source }];
  if (signature === '') return [{ type: 'text', text, source }];
  if (text === '') return [{ type: 'reasoning', text: '', ...seal, source }];
  return [
    { type: 'text', text, source },
    { type: 'reasoning', text: '', ...seal, source: ownSource(null) },
  ];
}

type Unsourced<T> = T extends unknown ? Omit<T, 'source' | 'cache'> : never;

function decodeInline(inline: JsonObject): Unsourced<ContentPart> {
  const [mediaType, data] = [readText(inline, 'mimeType'), readText(inline, 'data')];
  if (mediaType.startsWith('image/')) return { type: 'image', data: { kind: 'base64', mediaType, data } };
  if (mediaType.startsWith('audio/'))
    return { type: 'audio', data: { kind: 'base64', data, format: audioFormat(mediaType) } };
  return { type: 'file', data: { kind: 'base64', mediaType, data }, ...nameOf(inline) };
}

function decodeFile(file: JsonObject): Unsourced<ContentPart> {
  const url = readText(file, 'fileUri');
  const mediaType = readText(file, 'mimeType');
  const data: MediaData = KEPT_BY_GOOGLE.test(url)
    ? { kind: 'provider-file', id: url }
    : { kind: 'url', url, ...(mediaType !== '' && { mediaType }) };
  return mediaType.startsWith('image/') ? { type: 'image', data } : { type: 'file', data, ...nameOf(file) };
}

/** `audio/mpeg` is what other dialects call mp3. */
function audioFormat(mediaType: string): string {
  const format = mediaType.slice('audio/'.length).replace(/^x-/, '');
  return format === 'mpeg' ? 'mp3' : format;
}

function nameOf(file: JsonObject): { readonly filename?: string } {
  const filename = readText(file, 'displayName');
  return filename === '' ? {} : { filename };
}

/**
 * `response` is an object of the client's own: "use output to specify the function's output and error for error details; without them
 * the whole response is its output" (Gemini API, FunctionResponse).
 */
function decodeResult(result: JsonObject, callId: string): Unsourced<ContentPart> {
  const response = isJsonObject(result['response']) ? result['response'] : {};
  const [only, ...others] = Object.keys(response);
  const named = others.length === 0 && (only === 'output' || only === 'error');
  const output = (named ? response[only] : response) ?? '';
  const text = typeof output === 'string' ? output : JSON.stringify(output);
  const media = readMember(result, 'parts');
  const parts = Array.isArray(media) ? (media as readonly JsonObject[]).filter(isJsonObject) : [];
  return {
    type: 'tool-result',
    toolCallId: readText(result, 'id') || callId,
    name: readText(result, 'name'),
    content: [{ type: 'text', text }, ...parts.flatMap((part) => decodePart(part, ''))],
    ...(named && only === 'error' && { isError: true }),
  };
}
