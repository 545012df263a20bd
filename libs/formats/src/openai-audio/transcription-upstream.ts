import { fail, isJsonObject, succeed, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, type CanonicalResponse, GatewayError, type Target } from '@tollgate/canonical';
import { type AnswerContext, DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { boundTranscription } from './bound-transcription.js';
import { readTranscription } from './read-transcription.js';
import { secondsOfSubtitles } from './seconds-of-subtitles.js';
import { TranscriptDecoder } from './transcript-decoder.js';
import { transcriptUsage } from './transcript-usage.js';

const GOVERNED: ReadonlySet<string> = new Set(['model', 'stream', 'response_format']);

/** "Streaming is not supported for the whisper-1 model and will be ignored" (OpenAI's API reference): a client would wait for events. */
const NO_STREAMS = /^whisper/;

/** Transcriptions and translations as OpenAI's and Mistral's services speak them. */
export const openaiTranscriptionsUpstream: UpstreamFormat = {
  id: 'openai-audio',
  framing: 'sse',
  encodeRequest,
  decodeResponse,
  answersText: true,
  openDecoder: () => new TranscriptDecoder(),
  decodeError,
  boundUsage: boundTranscription,
};

/**
 * A form with the file. A plain text tells nobody how long the audio was: it is asked for as JSON, and written as a text for the client.
 */
function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const { file, prompt, responseFormat } = readTranscription(request);
  if (request.stream && NO_STREAMS.test(target.model)) return fail(noStreams(target.model));
  const losses = new Losses();
  const written = {
    model: target.model,
    ...(prompt !== undefined && { prompt }),
    ...(responseFormat !== undefined && { response_format: responseFormat === 'text' ? 'json' : responseFormat }),
    ...(request.stream && { stream: 'true' }),
    ...request.extra,
  };
  const rules = { provider: target.provider, unsupported: () => false, governed: GOVERNED };
  const body = encodeMembers(written, request, target, rules, losses);
  return body.ok ? succeed({ body: body.value, files: [file], warnings: losses.warnings }) : body;
}

function decodeResponse(body: unknown, text?: string, context?: AnswerContext): CanonicalResponse {
  const base = { id: '', model: '', choices: [] };
  if (typeof body === 'string') {
    const seconds = secondsTold(body, context);
    return {
      ...base,
      result: { kind: 'text', text: body, contentType: context?.contentType ?? 'text/plain' },
      ...(seconds !== undefined && { usage: { inputUncached: 0, output: 0, seconds } }),
    };
  }
  if (!isJsonObject(body) || typeof body['text'] !== 'string')
    throw new DecodeError('openai-audio', 'the answer has no text');
  const usage = transcriptUsage(body);
  const asText = context?.request !== undefined && wantsText(context.request);
  return {
    ...base,
    result: asText
      ? { kind: 'text', text: `${body['text']}\n`, contentType: 'text/plain; charset=utf-8' }
      : { kind: 'json', value: body },
    ...(usage !== undefined && { usage }),
    source: { format: 'openai-audio', value: body, ...(text !== undefined && { text }) },
  };
}

/** Subtitles end with the last word: where the file says that it is longer they tell no usage. */
function secondsTold(subtitles: string, context: AnswerContext | undefined): number | undefined {
  const seconds = secondsOfSubtitles(subtitles);
  const length = context?.request === undefined ? undefined : readTranscription(context.request).length;
  return seconds !== undefined && length !== undefined && length.seconds > seconds ? undefined : seconds;
}

function noStreams(model: string): GatewayError {
  const message = `Model '${model}' does not stream its transcripts: leave 'stream' out.`;
  return new GatewayError('invalid_request', { message, param: 'stream' });
}

function wantsText(request: CanonicalRequest): boolean {
  return readTranscription(request).responseFormat === 'text';
}
