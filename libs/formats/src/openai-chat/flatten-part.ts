import { isJsonObject, type JsonObject } from '@tollgate/kernel';

/** The members of each kind of part (Mistral's SDK 2.x, ContentChunk); its service refuses more by `extra_forbidden`. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image_url: ['image_url'],
  document_url: ['document_url', 'document_name'],
  file: ['file_id'],
  input_audio: ['input_audio'],
  reference: ['reference_ids'],
  thinking: ['thinking', 'signature', 'closed'],
};

/**
 * A part of a content list for hosts that take flat ones: audio is its base64 alone, a document an address, also one that holds its bytes
 * (`data:`), and the id of a file stands in the part itself. undefined: it has no form for it.
 */
export function flattenPart(part: JsonObject): JsonObject | undefined {
  const { type, file, input_audio: audio } = part;
  if (type === 'refusal') return { type: 'text', text: part['refusal'] ?? '' };
  if (type === 'file' && isJsonObject(file)) return tellFile(file);
  if (type === 'input_audio' && isJsonObject(audio)) return { type, input_audio: audio['data'] ?? '' };
  const known = typeof type === 'string' && Object.hasOwn(KNOWN, type) ? KNOWN[type] : undefined;
  if (known === undefined) return undefined;
  return Object.fromEntries(Object.entries(part).filter(([name]) => name === 'type' || known.includes(name)));
}

function tellFile({ file_id: id, file_data: data, filename }: JsonObject): JsonObject | undefined {
  if (typeof data === 'string')
    return {
      type: 'document_url',
      // bytes without a type are a PDF, as OpenAI reads them
      document_url: data.startsWith('data:') ? data : `data:application/pdf;base64,${data}`,
      ...(typeof filename === 'string' && { document_name: filename }),
    };
  return typeof id === 'string' ? { type: 'file', file_id: id } : undefined;
}
