import type { CanonicalRequest, Deployment, GatewayError, UploadedFile } from '@tollgate/canonical';
import {
  type ClientFormat,
  openaiChatClient,
  openaiCompletionsClient,
  openaiEmbeddingsClient,
  openaiImagesClient,
  openaiModerationsClient,
  openaiResponsesClient,
  openaiSpeechClient,
  openaiTranscriptionsClient,
} from '@tollgate/formats';
import type { JsonObject, Outcome } from '@tollgate/kernel';
import { silence } from './silence.js';

/** What a deployment may be tried with: LiteLLM's modes of models, those whose operation is served. */
export const TESTED_MODES = [
  'chat',
  'completion',
  'responses',
  'embedding',
  'image_generation',
  'audio_speech',
  'audio_transcription',
  'moderation',
] as const;

export type TestedMode = (typeof TESTED_MODES)[number];

/** A call as a client of the gateway writes it, without the model. */
interface Call {
  readonly client: ClientFormat;
  readonly body: (deployment: Deployment) => JsonObject;
  readonly files?: () => readonly UploadedFile[];
}

/** LiteLLM's health check: its text, and its voice. */
const PROMPT = 'test from litellm';
const VOICE = 'alloy';

const CALLS: Readonly<Record<TestedMode, Call>> = {
  chat: { client: openaiChatClient, body: () => ({ messages: [{ role: 'user', content: PROMPT }] }) },
  completion: { client: openaiCompletionsClient, body: () => ({ prompt: PROMPT }) },
  responses: { client: openaiResponsesClient, body: () => ({ input: PROMPT }) },
  embedding: { client: openaiEmbeddingsClient, body: () => ({ input: PROMPT }) },
  image_generation: { client: openaiImagesClient, body: () => ({ prompt: PROMPT, n: 1 }) },
  audio_speech: {
    client: openaiSpeechClient,
    body: (deployment) => ({ input: PROMPT, ...voiceOf(deployment) }),
  },
  audio_transcription: {
    client: openaiTranscriptionsClient,
    body: () => ({}),
    files: () => [{ field: 'file', filename: 'silence.wav', mediaType: 'audio/wav', bytes: silence() }],
  },
  moderation: { client: openaiModerationsClient, body: () => ({ input: PROMPT }) },
};

/** The smallest call of a mode, read as a client's is. */
export function testRequest(mode: TestedMode, deployment: Deployment): Outcome<CanonicalRequest, GatewayError> {
  const { client, body, files } = CALLS[mode];
  return client.decodeRequest({
    body: { ...body(deployment), model: deployment.target.model },
    params: {},
    query: {},
    ...(files !== undefined && { files: files() }),
  });
}

/** Hosts have voices of their own: what the operator names goes first, also as a parameter of every call. */
function voiceOf({ info, target }: Deployment): JsonObject {
  const { health_check_voice: own } = info;
  if (typeof own === 'string') return { voice: own };
  return target.defaults['voice'] === undefined ? { voice: VOICE } : {};
}
