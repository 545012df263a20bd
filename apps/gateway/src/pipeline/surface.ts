import type { JsonObject, JsonValue } from '@tollgate/kernel';
import {
  type ClientFormat,
  anthropicCountTokensClient,
  anthropicMessagesClient,
  geminiArrayClient,
  geminiClient,
  geminiCountTokensClient,
  geminiStreamClient,
  openaiChatClient,
  openaiCompletionsClient,
  openaiResponsesClient,
  openaiEmbeddingsClient,
  openaiImageEditsClient,
  openaiImagesClient,
  openaiModerationsClient,
  openaiSpeechClient,
  openaiTranscriptionsClient,
  openaiTranslationsClient,
  MODERATION_MODEL_DEFAULT,
} from '@tollgate/formats';
import type { CanonicalRequest, GatewaySettings, Operation } from '@tollgate/canonical';

/** Surfaces of audio and pictures. */
type MediaSurface = 'transcriptions' | 'translations' | 'speech' | 'images' | 'image-edits';

/** For operators who let their clients choose it (`forward_openai_org_id`). */
const OPENAI_HEADERS = ['openai-organization'];

/** What a client surface is, beside its route: a dialect and an operation. */
export interface Surface {
  readonly id:
    | 'chat-completions'
    | 'responses'
    | 'completions'
    | 'messages'
    | 'embeddings'
    | 'moderations'
    | 'count-tokens'
    | MediaSurface
    | 'generate-content'
    | 'stream-generate-content'
    | 'stream-generate-content-array'
    | 'google-count-tokens';
  readonly format: ClientFormat;
  readonly operation: Operation;
  /** LiteLLM's `call_type`, which callbacks and dashboards know. */
  readonly callType: string;
  /** Headers of the dialect that its provider has to see. */
  readonly clientHeaders: readonly string[];
  /** LiteLLM's default timeout of the route, which it tells with errors (recordings `chat-provider-errors`, `messages-provider-errors`). */
  readonly timeoutSecondsShown: number;
  /** The surface that is meant, where the query says in what form the answer comes. */
  readonly variant?: (query: Readonly<Record<string, string>>) => Surface['id'];
  /** The model that is meant, where the route has a word in it; what the body names otherwise. */
  readonly modelOf?: (request: CanonicalRequest, settings: GatewaySettings) => string;
}

export const SURFACES: Readonly<Record<Surface['id'], Surface>> = {
  'chat-completions': {
    id: 'chat-completions',
    format: openaiChatClient,
    operation: 'chat',
    callType: 'acompletion',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  completions: {
    id: 'completions',
    format: openaiCompletionsClient,
    operation: 'chat',
    callType: 'atext_completion',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  responses: {
    id: 'responses',
    format: openaiResponsesClient,
    operation: 'responses',
    callType: 'aresponses',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  messages: {
    id: 'messages',
    format: anthropicMessagesClient,
    operation: 'chat',
    callType: 'anthropic_messages',
    clientHeaders: ['anthropic-beta', 'anthropic-version'],
    timeoutSecondsShown: 600,
  },
  embeddings: {
    id: 'embeddings',
    format: openaiEmbeddingsClient,
    operation: 'embeddings',
    callType: 'aembedding',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  moderations: {
    id: 'moderations',
    format: openaiModerationsClient,
    operation: 'moderation',
    callType: 'amoderation',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
    // LiteLLM's order: its setting before the body (litellm-wire.md 10)
    modelOf: ({ model }, { moderationModel }) => moderationModel ?? (model === '' ? MODERATION_MODEL_DEFAULT : model),
  },
  'generate-content': {
    id: 'generate-content',
    format: geminiClient,
    operation: 'chat',
    callType: 'agenerate_content',
    clientHeaders: [],
    timeoutSecondsShown: 6000,
  },
  'stream-generate-content': {
    id: 'stream-generate-content',
    format: geminiStreamClient,
    operation: 'chat',
    callType: 'agenerate_content_stream',
    clientHeaders: [],
    timeoutSecondsShown: 6000,
    variant: ({ alt }) => (alt === 'sse' ? 'stream-generate-content' : 'stream-generate-content-array'),
  },
  'google-count-tokens': {
    id: 'google-count-tokens',
    format: geminiCountTokensClient,
    operation: 'count-tokens',
    callType: 'google_count_tokens',
    clientHeaders: [],
    timeoutSecondsShown: 6000,
  },
  'stream-generate-content-array': {
    id: 'stream-generate-content-array',
    format: geminiArrayClient,
    operation: 'chat',
    callType: 'agenerate_content_stream',
    clientHeaders: [],
    timeoutSecondsShown: 6000,
  },
  'count-tokens': {
    id: 'count-tokens',
    format: anthropicCountTokensClient,
    operation: 'count-tokens',
    callType: 'anthropic_count_tokens',
    clientHeaders: ['anthropic-beta', 'anthropic-version'],
    timeoutSecondsShown: 600,
  },
  transcriptions: {
    id: 'transcriptions',
    format: openaiTranscriptionsClient,
    operation: 'transcription',
    callType: 'atranscription',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  translations: {
    id: 'translations',
    format: openaiTranslationsClient,
    operation: 'translation',
    callType: 'atranscription',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  speech: {
    id: 'speech',
    format: openaiSpeechClient,
    operation: 'speech',
    callType: 'aspeech',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  images: {
    id: 'images',
    format: openaiImagesClient,
    operation: 'image',
    callType: 'aimage_generation',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
  'image-edits': {
    id: 'image-edits',
    format: openaiImageEditsClient,
    operation: 'image',
    callType: 'aimage_edit',
    clientHeaders: OPENAI_HEADERS,
    timeoutSecondsShown: 6000,
  },
};

/** The surface that serves a route's call. */
export function surfaceFor(id: Surface['id'], query: Readonly<Record<string, string>>): Surface {
  const surface = SURFACES[id];
  return SURFACES[surface.variant?.(query) ?? id];
}

/** What callbacks are shown of a request: its turns and tools as the client wrote them. */
export function inputText(body: JsonObject): JsonValue {
  const shown: Record<string, JsonValue> = {};
  for (const member of [
    'messages',
    'prompt',
    'suffix',
    'contents',
    'systemInstruction',
    'system_instruction',
    'system',
    'tools',
    'functions',
    'instructions',
    'input',
  ] as const) {
    const value = body[member];
    if (value !== undefined) shown[member] = value;
  }
  return shown;
}
