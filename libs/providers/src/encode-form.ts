import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { UploadedFile } from '@tollgate/canonical';

/** A form's bytes and the media type that names its boundary. */
export interface EncodedForm {
  readonly form: Uint8Array;
  readonly contentType: string;
}

const LINE = '\r\n';

/**
 * A form with files (RFC 7578). Arrays are sent as `name[]` fields and objects as JSON, as OpenAI's SDKs do. The boundary is a digest of
 * the content, so that the same request has the same bytes, and that nothing in a file can end it.
 */
export function encodeForm(fields: JsonObject, files: readonly UploadedFile[]): EncodedForm {
  const texts = Object.entries(fields).flatMap(([name, value]) => fieldsOf(name, value));
  const boundary = boundaryOf(texts, files);
  const parts: (string | Uint8Array)[] = [];
  for (const [name, value] of texts)
    parts.push(`--${boundary}${LINE}content-disposition: form-data; name="${quoted(name)}"${LINE}${LINE}`, value, LINE);
  for (const { field, filename, mediaType, bytes } of files) {
    const disposition = `form-data; name="${quoted(field)}"; filename="${quoted(filename)}"`;
    parts.push(
      `--${boundary}${LINE}content-disposition: ${disposition}${LINE}content-type: ${mediaType}${LINE}${LINE}`,
    );
    parts.push(bytes, LINE);
  }
  parts.push(`--${boundary}--${LINE}`);
  const form = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return { form, contentType: `multipart/form-data; boundary=${boundary}` };
}

function fieldsOf(name: string, value: JsonValue | undefined): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: JsonValue) => [`${name}[]`, textOf(item)] as const);
  return [[name, textOf(value)]];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function boundaryOf(texts: readonly (readonly [string, string])[], files: readonly UploadedFile[]): string {
  const hash = createHash('sha256').update(JSON.stringify(texts));
  for (const { filename, bytes } of files) hash.update(filename).update(bytes);
  return `tollgate-${hash.digest('hex').slice(0, 32)}`;
}

/** No quote or line break of a name ends its header (the WHATWG form encoding). */
function quoted(text: string): string {
  return text.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
}
