import { isJsonObject, succeed, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError, Target } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { boundUsage, readImage } from './bound-usage.js';
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
  'mask',
]);

/** Pictures as OpenAI's service speaks them: made from a prompt, or of other pictures. */
export const openaiImagesUpstream: UpstreamFormat = {
  id: 'openai-images',
  framing: 'sse',
  encodeRequest,
  decodeResponse,
  openDecoder: () => new ImageStreamDecoder(),
  decodeError,
  boundUsage,
};

function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const { prompt, files, quality, size } = readImage(request);
  const losses = new Losses();
  const written = {
    model: target.model,
    prompt,
    ...(request.choices !== undefined && { n: request.choices }),
    ...(quality !== undefined && { quality }),
    ...(size !== undefined && { size }),
    ...(request.stream && { stream: true }),
    ...(request.user !== undefined && { user: request.user }),
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
    usage: imageUsage(body['usage'], body['data'].length),
    source: { format: 'openai-images', value: body, ...(text !== undefined && { text }) },
  };
}
