import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, GatewayError, type ImageInput } from '@tollgate/canonical';
import type { ClientFormat, ClientInput } from '../format.js';
import { type Check, checkMembers, integer, string } from '../check-members.js';
import { openBody } from '../openai-chat/open-body.js';
import { clientOf } from '../openai-operation/client-of.js';
import { encodeJsonResult } from '../openai-operation/encode-json-result.js';
import { REFERENCE_MEMBERS, readReferences } from './read-references.js';

/** Pictures of one request at most (OpenAI's API reference, images). */
const IMAGES_MAX = 10;
const PARTIAL_IMAGES_MAX = 3;
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    prompt: string,
    n: integer(1, IMAGES_MAX),
    partial_images: integer(0, PARTIAL_IMAGES_MAX),
    quality: string,
    size: string,
    user: string,
    stream: { holds: (value) => typeof value === 'boolean', expected: 'a boolean' },
  }),
);
const PLACED: ReadonlySet<string> = new Set(['model', 'prompt', 'n', 'quality', 'size', 'user', 'stream', 'metadata']);
/** Fields of a form that are no texts in JSON. */
const NUMBERS = ['n', 'partial_images', 'output_compression'];

/** OpenAI's pictures as clients speak them: JSON in, JSON or a stream of partial pictures out. */
export const openaiImagesClient: ClientFormat = clientOf({
  id: 'openai-images',
  decodeRequest: (input) => decodeRequest(input, false),
  encodeResponse: encodeJsonResult,
});

/** Changes of pictures: a form with the pictures and perhaps a mask, or JSON that names them. */
export const openaiImageEditsClient: ClientFormat = clientOf({
  id: 'openai-images',
  decodeRequest: (input) =>
    input.files === undefined ? decodeNaming(input) : decodeRequest({ ...input, body: readForm(input.body) }, true),
  encodeResponse: encodeJsonResult,
});

function decodeNaming(client: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const references = readReferences(client.body);
  if (!references.ok) return references;
  const others = Object.entries(client.body).filter(([name]) => !REFERENCE_MEMBERS.has(name));
  return decodeRequest({ ...client, body: Object.fromEntries(others) }, false, references.value);
}

function decodeRequest(
  client: ClientInput,
  edits: boolean,
  references?: ImageInput['references'],
): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(client);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const invalid = checkMembers(body, CHECKS) ?? missing(body, client, edits);
  if (invalid !== undefined) return fail(invalid);
  const { model, prompt, quality, size, user } = body as Readonly<Record<string, string | undefined>>;
  const { n } = body as { readonly n?: number };
  return succeed({
    operation: 'image',
    format: 'openai-images',
    model: model ?? '',
    messages: [],
    input: {
      operation: 'image',
      prompt: prompt ?? '',
      files: client.files ?? [],
      ...(references !== undefined && { references }),
      ...(quality !== undefined && { quality }),
      ...(size !== undefined && { size }),
    },
    ...(n !== undefined && { choices: n }),
    ...(user !== undefined && { user }),
    ...(metadata !== undefined && { metadata }),
    stream: body['stream'] === true,
    streamUsage: true,
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    gateway,
  });
}

function missing(body: JsonObject, { files = [] }: ClientInput, edits: boolean): GatewayError | undefined {
  if (typeof body['prompt'] !== 'string') return missingMember('prompt', '');
  const pictures = files.filter(({ field }) => field === 'image' || field === 'image[]');
  if (edits && pictures.length === 0) return missingMember('image', " Send it as the form's field 'image'.");
  const foreign = files.find((file) => !pictures.includes(file) && file.field !== 'mask');
  if (foreign === undefined) return undefined;
  const message = `Unknown file '${foreign.field}': this form takes 'image' and 'mask'.`;
  return new GatewayError('invalid_request', { message, param: foreign.field });
}

function missingMember(param: string, hint: string): GatewayError {
  return new GatewayError('missing_parameter', { message: `Missing required parameter: '${param}'.${hint}`, param });
}

/** What a form had to write as texts. */
function readForm(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, readField(name, value)]));
}

function readField(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string') return value;
  if (NUMBERS.includes(name) && /^-?\d{1,9}$/.test(value)) return Number(value);
  return name === 'stream' && /^(true|false)$/i.test(value) ? /^true$/i.test(value) : value;
}
