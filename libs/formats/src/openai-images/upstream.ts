import { isJsonObject, type JsonObject, succeed, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError, Target, UploadedFile } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { boundUsage, readImage } from './bound-usage.js';
import { encodeReferences, filesOfReferences } from './encode-references.js';
import { ImageStreamDecoder } from './image-stream-decoder.js';
import { imageUsage } from './image-usage.js';

/** What was counted: no setting of the operator's changes it for a caller. */
const GOVERNED: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'n',
  'quality',
  'size',
  'partial_images',
  'stream',
  'image',
  'images',
  'mask',
]);

/**
 * Pictures as OpenAI's service speaks them: made from a prompt, or of other pictures. "JSON edits support GPT image models only" (its API
 * reference 2.3.0, EditImageBodyJsonParam).
 */
export const openaiImagesUpstream = imagesUpstream((model) => !model.startsWith('dall-e'));

/** The same where changes of pictures are asked for by forms alone. */
export const openaiImageFormsUpstream = imagesUpstream(() => false);

/** `takesReferences`: the model's pictures may be named in JSON; else they are told as files of a form, as far as their bytes are there. */
function imagesUpstream(takesReferences: (model: string) => boolean): UpstreamFormat {
  return {
    id: 'openai-images',
    framing: 'sse',
    encodeRequest: (request, target) => {
      const { references = [], files } = readImage(request);
      if (references.length === 0 || takesReferences(target.model))
        return encodeRequest(request, target, files, encodeReferences(references));
      const inline = filesOfReferences(references, target.provider);
      return inline.ok ? encodeRequest(request, target, inline.value, {}) : inline;
    },
    decodeResponse,
    openDecoder: () => new ImageStreamDecoder(),
    decodeError,
    boundUsage,
  };
}

function encodeRequest(
  request: CanonicalRequest,
  target: Target,
  files: readonly UploadedFile[],
  references: JsonObject,
): Outcome<Encoded, GatewayError> {
  const { prompt, quality, size } = readImage(request);
  const losses = new Losses();
  const written = {
    model: target.model,
    prompt,
    ...(request.choices !== undefined && { n: request.choices }),
    ...(quality !== undefined && { quality }),
    ...(size !== undefined && { size }),
    ...(request.stream && { stream: true }),
    ...(request.user !== undefined && { user: request.user }),
    ...references,
    ...request.extra,
  };
  const rules = { provider: target.provider, unsupported: () => false, governed: GOVERNED };
  const body = encodeMembers(written, request, target, rules, losses);
  if (!body.ok) return body;
  return succeed({ body: body.value, warnings: losses.warnings, ...(files.length > 0 && { files }) });
}

function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || !Array.isArray(body['data']))
    throw new DecodeError('openai-images', 'the answer has no data');
  return {
    id: '',
    model: '',
    choices: [],
    result: { kind: 'json', value: body },
    usage: imageUsage(body, body['data'].length),
    source: { format: 'openai-images', value: body, ...(text !== undefined && { text }) },
  };
}
