import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { GatewayError, type UploadedFile } from '@tollgate/canonical';
import { misspeltMember } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';

/** Parts of a form: a request has some dozens. */
const PARTS_MAX = 256;
/** Headers of a part: three are known. */
const PART_HEADERS_MAX = 16;
const PART_HEADER_BYTES_MAX = 8 * 1024;
/** Bytes of all fields that are no files. */
const FIELDS_BYTES_MAX = 4 * 1024 * 1024;
const NAME = /^[A-Za-z0-9][\w.-]{0,99}(\[[\w.-]{0,99}\])*$/;
/** Of a file's own name and type, which go into a header of ours. */
const FILENAME_CHARACTERS_MAX = 255;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** A form: its fields as the members of a body (all texts, or lists of them), its files apart. */
export interface ParsedForm {
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
}

/** Refuses a form that is encoded or none, before it is read. Throws GatewayError 415. */
export function checkFormHeaders(headers: IncomingHttpHeaders): void {
  const encoding = headers['content-encoding'];
  const type = headers['content-type'] ?? '';
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw unsupported(`Content-Encoding ${encoding} is not accepted. Send the form as it is.`);
  if (!/^multipart\/form-data *;.*\bboundary=/i.test(type))
    throw unsupported(
      `Content-Type ${type} is not accepted. Send a form with Content-Type: multipart/form-data; boundary=….`,
    );
}

/**
 * The parts of a form that is in memory. A part with a filename is a file, any other a field; a name with `[]` is a list. A field given
 * twice, one in other capitals than it is known by, and one that is no UTF-8 are refused: policy would read one form and the provider
 * another. Throws GatewayError 400.
 */
export async function parseFormBody(bytes: Buffer, contentType: string): Promise<ParsedForm> {
  const fields = new Fields();
  const files: UploadedFile[] = [];
  for (const part of await readParts(bytes, contentType)) {
    if (!NAME.test(part.name)) throw invalid(`a part has the name '${part.name.slice(0, 100)}'`);
    fields.checkSpelling(part.name);
    if (part.filename === undefined) fields.add(part.name, part.bytes);
    else files.push(fileOf(part, part.filename));
  }
  return { body: fields.body, files };
}

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

function readParts(bytes: Buffer, contentType: string): Promise<readonly Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const fail = (cause: unknown): void => reject(cause instanceof GatewayError ? cause : invalid(reasonOf(cause)));
    try {
      const limits = {
        parts: PARTS_MAX,
        headerPairs: PART_HEADERS_MAX,
        headerSize: PART_HEADER_BYTES_MAX,
        fileSize: bytes.length,
      };
      // each part comes as a file: a field's bytes are looked at before they are text
      const parser = new Busboy({ headers: { 'content-type': contentType }, limits, isPartAFile: () => true });
      parser.on('file', (name, stream, filename, _encoding, mediaType) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('error', fail);
        stream.on('end', () => {
          const named = (filename as string | undefined) ?? undefined;
          parts.push({ name: String(name), filename: named, mediaType, bytes: Buffer.concat(pieces) });
        });
      });
      parser.on('partsLimit', () => fail(invalid(`it has more than ${String(PARTS_MAX)} parts`)));
      parser.on('error', fail);
      parser.on('finish', () => resolve(parts));
      parser.end(bytes);
    } catch (cause) {
      fail(cause);
    }
  });
}

class Fields {
  private readonly members = new Map<string, string | string[]>();
  private size = 0;

  get body(): JsonObject {
    return Object.fromEntries(this.members);
  }

  checkSpelling(name: string): void {
    const plain = name.split('[', 1)[0] ?? name;
    const spelling = misspeltMember(plain);
    if (spelling !== undefined) throw refused(name, `Unknown field '${name}': write '${spelling}'.`);
  }

  add(name: string, bytes: Buffer): void {
    this.size += bytes.length;
    if (this.size > FIELDS_BYTES_MAX) {
      const message = `The fields of the form are larger than ${String(FIELDS_BYTES_MAX)} bytes together.`;
      throw new GatewayError('body_too_large', { message });
    }
    if (!isUtf8(bytes)) throw invalid(`the field '${name}' is no UTF-8`);
    const value = bytes.toString('utf8');
    const isList = name.endsWith('[]');
    const member = isList ? name.slice(0, -2) : name;
    const before = this.members.get(member);
    if (isList && Array.isArray(before)) before.push(value);
    else if (before === undefined) this.members.set(member, isList ? [value] : value);
    else throw refused(name, `The form has the field '${name}' twice.`);
  }
}

function fileOf({ name, bytes, mediaType }: Part, filename: string): UploadedFile {
  return {
    field: name,
    filename: filename.slice(0, FILENAME_CHARACTERS_MAX).toWellFormed(),
    mediaType: MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream',
    bytes,
  };
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'it cannot be read';
}

function invalid(reason: string): GatewayError {
  return new GatewayError('invalid_request', { message: `Invalid form: ${reason}.`, param: 'request_body' });
}

function refused(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', { message, param });
}

function unsupported(message: string): GatewayError {
  return new GatewayError('unsupported_media_type', { message });
}
