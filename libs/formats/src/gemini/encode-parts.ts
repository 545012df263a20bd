import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type {
  ContentPart,
  FilePart,
  MediaData,
  ReasoningPart,
  ToolCallPart,
  ToolResultPart,
} from '@tollgate/canonical';
import { openCallId } from '../call-id.js';
import { fileText } from '../file-text.js';
import { leaveOutOpaque } from '../leave-out-opaque.js';
import type { Losses } from '../losses.js';
import { parseToolInput } from '../parse-tool-input.js';
import { readDataUrl } from '../read-data-url.js';
import { AS_BYTES } from '../unsupported-content.js';
import { isGemini3 } from './model-families.js';
import { writtenHere } from './own-source.js';
import { googleSignature } from './seals.js';

/** What the provider takes for a signature where a call of another model is replayed (Gemini API, "Thought signatures"). */
const UNSIGNED = 'skip_thought_signature_validator';

const AS_KNOWN = 'Send it as text, image_url or file in the form that chat completions give those parts.';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  gif: 'image/gif',
  pdf: 'application/pdf',
  txt: 'text/plain',
  mp4: 'video/mp4',
  mp3: 'audio/mp3',
  wav: 'audio/wav',
};

/** Addresses that the provider reads by itself: of its own files, of a bucket, of the public web (Gemini API, "File input methods"). */
const READABLE = /^(gs:\/\/|https:\/\/|files\/)/i;

/** Parts of a system prompt or of what a user says. One that came in this dialect is written again as it was; empty text is left out. */
export function encodeParts(parts: readonly ContentPart[], losses: Losses): readonly JsonValue[] {
  return parts.flatMap((part): readonly JsonValue[] => {
    const own = writtenHere(part);
    if (own !== undefined) return own === null ? [] : [own];
    noteCacheMarker(part, losses);
    switch (part.type) {
      case 'text':
      case 'refusal':
        return part.text === '' ? [] : [{ text: part.text }];
      case 'image':
        if (part.detail !== undefined && part.detail !== 'auto')
          losses.drop('messages[*].content[*].image_url.detail', 'the provider sees every image at one resolution');
        return encodeMedia(part, part.data, losses);
      case 'audio':
        return [{ inlineData: { mimeType: `audio/${part.data.format}`, data: part.data.data } }];
      case 'file':
        return encodeFile(part, losses);
      case 'opaque':
        losses.refuseContent(part, 'the provider has no word for it', AS_KNOWN);
        return [];
      case 'reasoning':
      case 'tool-call':
      case 'tool-result':
        losses.refuseContent(part, 'only a turn of the model, or the answer to its call, holds it', AS_KNOWN);
        return [];
    }
  });
}

/**
 * What a model said: thoughts, words, calls. A seal without words belongs to the words beside it. A call without the signature that
 * Gemini 3 insists on (it is another model's) bears the provider's word for that, on the first of a turn.
 */
export function encodeAnswerTurn(parts: readonly ContentPart[], model: string, losses: Losses): readonly JsonValue[] {
  const encoded: JsonValue[] = [];
  let calls = 0;
  let seal: string | undefined;
  for (const part of parts) {
    const own = writtenHere(part);
    if (own === undefined) noteCacheMarker(part, losses);
    if (own !== undefined) encoded.push(...(own === null ? [] : [own]));
    else if (part.type === 'reasoning') {
      const thought = encodeThought(part, losses);
      if (thought !== undefined) encoded.push(thought);
      seal = googleSignature(part.signature) ?? seal;
    } else if (part.type === 'tool-call') {
      encoded.push(encodeCall(part, calls === 0 && isGemini3(model)));
      calls += 1;
    } else if (part.type === 'opaque') leaveOutOpaque(part, losses);
    else encoded.push(...encodeParts([part], losses));
  }
  return seal === undefined ? encoded : sealWords(encoded, seal);
}

/** Results of functions, each under its function's name; what they hold beside text follows them. */
export function encodeResults(
  parts: readonly ContentPart[],
  names: ReadonlyMap<string, string>,
  losses: Losses,
): readonly JsonValue[] {
  const results = parts.filter((part): part is ToolResultPart => part.type === 'tool-result');
  const media = results.flatMap(({ content }) => content.filter((part) => part.type !== 'text'));
  for (const result of results) noteCacheMarker(result, losses);
  return [...results.map((result) => encodeResult(result, names)), ...encodeParts(media, losses)];
}

function encodeResult(result: ToolResultPart, names: ReadonlyMap<string, string>): JsonValue {
  const own = writtenHere(result);
  if (own !== undefined) return own;
  const { id } = openCallId(result.toolCallId);
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return {
    functionResponse: {
      ...(id !== '' && { id }),
      name: names.get(id) ?? result.name ?? id,
      response: result.isError === true ? { error: text } : { output: text },
    },
  };
}

function encodeCall({ id: known, name, input, signature }: ToolCallPart, insists: boolean): JsonObject {
  const opened = openCallId(known);
  const seal = signature ?? opened.signature ?? (insists ? UNSIGNED : undefined);
  return {
    functionCall: { ...(opened.id !== '' && { id: opened.id }), name, args: parseToolInput(input) },
    ...(seal !== undefined && { thoughtSignature: seal }),
  };
}

/** Thoughts are told without the seal of another provider, which this one cannot open. */
function encodeThought(
  { text, signature, redacted, encrypted }: ReasoningPart,
  losses: Losses,
): JsonObject | undefined {
  const foreign = signature !== undefined && googleSignature(signature) === undefined;
  if (foreign || redacted !== undefined || encrypted !== undefined)
    losses.drop('messages', "another provider's seal of its reasoning");
  return text === '' ? undefined : { text, thought: true };
}

/** The signature on the last words of the turn; as a part of its own where there are none. */
function sealWords(parts: readonly JsonValue[], thoughtSignature: string): readonly JsonValue[] {
  const at = parts.findLastIndex((part) => isPlainText(part));
  if (at === -1) return [...parts, { text: '', thoughtSignature }];
  return parts.map((part, index) => (index === at ? { ...(part as JsonObject), thoughtSignature } : part));
}

function isPlainText(part: JsonValue): boolean {
  const names = Object.keys(part as JsonObject);
  return names.length === 1 && names[0] === 'text';
}

function encodeFile(part: FilePart, losses: Losses): readonly JsonValue[] {
  if (part.data.kind === 'text') return [{ text: fileText(part, part.data.text) }];
  const context = part.context === undefined ? [] : [{ text: part.context }];
  if (part.filename !== undefined) losses.drop('messages[*].content[*].file.filename', 'files have no names');
  return [...encodeMedia(part, part.data, losses), ...context];
}

function encodeMedia(part: ContentPart, data: MediaData, losses: Losses): readonly JsonValue[] {
  if (data.kind === 'base64') return [{ inlineData: { mimeType: data.mediaType, data: data.data } }];
  const address = data.kind === 'url' ? data.url : data.id;
  const inline = readDataUrl(address);
  if (inline !== undefined) return [{ inlineData: { mimeType: inline.mediaType, data: inline.data } }];
  if (!READABLE.test(address)) {
    losses.refuseContent(part, 'it is not kept at an address that the provider reads', AS_BYTES);
    return [];
  }
  const ending = /\.(\w+)(?:[?#].*)?$/.exec(address)?.[1]?.toLowerCase() ?? '';
  const mimeType = Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending] : undefined;
  return [{ fileData: { fileUri: address, ...(mimeType !== undefined && { mimeType }) } }];
}

function noteCacheMarker({ cache }: ContentPart, losses: Losses): void {
  if (cache !== undefined) losses.drop('cache_control', 'the provider caches by itself');
}
