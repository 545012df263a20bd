import { succeed, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, SpeechInput, Target, UsageBound } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';
import { SpeechDecoder } from './speech-decoder.js';

const GOVERNED: ReadonlySet<string> = new Set(['model', 'input', 'instructions', 'stream']);
/** Members of a speech request (OpenAI's API reference 2.3.0) that have no canonical place and cost nothing beyond the text. */
export const SPEECH_MEMBERS: ReadonlySet<string> = new Set(['voice', 'stream_format']);

/**
 * Audio tokens of a character at most: OpenAI's are about 21 a second (its price page: 1,250 a minute), and speech has about 10 letters
 * and 4 ideographs a second where it is slow.
 */
const TOKENS_PER_CHARACTER = 2;
const TOKENS_PER_IDEOGRAPH = 6;
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** A short text has breaths and pauses. */
const TOKENS_MIN = 64;

/** Speech as OpenAI's service speaks it: bytes of audio, without a form of their own. */
export const openaiSpeechUpstream: UpstreamFormat = {
  id: 'openai-audio',
  framing: 'raw',
  encodeRequest,
  decodeResponse: () => {
    throw new DecodeError('openai-audio', 'the answer is a document and no audio');
  },
  openDecoder: ({ request }) => new SpeechDecoder(request === undefined ? 0 : charactersOf(request), isEvents(request)),
  decodeError,
  boundUsage,
};

function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const { text, instructions, responseFormat } = readSpeech(request);
  const losses = new Losses();
  const written = {
    model: target.model,
    input: text,
    ...(instructions !== undefined && { instructions }),
    ...(responseFormat !== undefined && { response_format: responseFormat }),
    ...request.extra,
  };
  const rules = { provider: target.provider, unsupported: () => false, governed: GOVERNED };
  const body = encodeMembers(written, request, target, rules, losses);
  return body.ok ? succeed({ body: body.value, warnings: losses.warnings }) : body;
}

/** Its text by the character, and as tokens in and audio tokens out; the slower it is spoken, the more of those. */
function boundUsage(request: CanonicalRequest): UsageBound {
  const { text, instructions } = readSpeech(request);
  const ideographs = text.match(IDEOGRAPHS)?.length ?? 0;
  const letters = charactersOf(request) - ideographs;
  const speed = request.extra['speed'];
  const slowness = typeof speed === 'number' && speed > 0 ? Math.max(1, 1 / speed) : 1;
  const tokens = (letters * TOKENS_PER_CHARACTER + ideographs * TOKENS_PER_IDEOGRAPH) * slowness;
  return {
    inputTexts: [text, instructions ?? ''],
    messages: 0,
    tools: 0,
    images: 0,
    documents: 0,
    audio: 0,
    units: { characters: charactersOf(request) },
    outputLimit: Math.max(TOKENS_MIN, Math.ceil(tokens)),
    unbounded: unboundedMembers(request.extra, new Set([...SPEECH_MEMBERS, 'speed'])),
    choices: 1,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'audio',
  };
}

function charactersOf(request: CanonicalRequest): number {
  return [...readSpeech(request).text].length;
}

function isEvents(request: CanonicalRequest | undefined): boolean {
  return request?.extra['stream_format'] === 'sse';
}

function readSpeech({ input }: CanonicalRequest): SpeechInput {
  if (input?.operation !== 'speech') throw new TypeError('a speech request without its input');
  return input;
}
