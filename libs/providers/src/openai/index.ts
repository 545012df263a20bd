import { openaiModerationsUpstream } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';
import { OPENAI_MEDIA } from '../openai-media.js';
import { openaiOperation } from '../openai-operation.js';
import { openaiResponsesOperation } from '../openai-responses-operation.js';
import { schemaToolUnless } from '../schema-tool-unless.js';
import { prefersResponses } from './prefers-responses.js';
import { isReasoningModel, refusesParameter } from './reasoning-models.js';
import { takesSchemas } from './takes-schemas.js';

/** OpenAI, and any host that an `openai/` model names by its `api_base`. */
export const openai: ProviderAdapter = {
  id: 'openai',
  prefixes: ['openai'],
  credentialFields: [
    { name: 'api_key', environment: ['OPENAI_API_KEY'], required: true, secret: true },
    { name: 'organization', environment: ['OPENAI_ORGANIZATION'], required: false, secret: false },
  ],
  defaultApiBase: 'https://api.openai.com/v1',
  apiBaseEnvironment: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
  hosts: ['api.openai.com'],
  priceBookId: 'openai',
  bareModels: [
    'gpt-*',
    'chatgpt-*',
    'o1*',
    'o3*',
    'o4*',
    'codex-*',
    'computer-use-preview*',
    'ft:gpt-*',
    'text-embedding-*',
    'omni-moderation-*',
    'text-moderation-*',
    'whisper-*',
    'tts-*',
    'dall-e-*',
  ],
  // they need not be in model_list: LiteLLM calls them with the environment's key (its moderations)
  ambientModels: ['omni-moderation-latest', 'text-moderation-latest', 'text-moderation-stable'],
  operations: ['chat', 'responses', 'embeddings', 'moderation', 'image', 'transcription', 'translation', 'speech'],
  litellm: { exception: 'OpenAIException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'openai',
      // "Unsupported parameter: 'max_tokens' is not supported with this model." (recording `openai/errors/max-tokens-unsupported`)
      limitField: (model, clientField) =>
        isReasoningModel(model) ? 'max_completion_tokens' : (clientField ?? 'max_tokens'),
      fragile: refusesParameter,
      takesEffort: isReasoningModel,
      takesMetadata: true,
      takesSearch: true,
      schemaTool: schemaToolUnless(takesSchemas),
      // "schema must be a JSON Schema of 'type: \"object\"'"
      objectSchemas: true,
      // "string too long. Expected a string with maximum length 40" (LiteLLM, issues 11392 and 17343)
      callIdLengthMax: 40,
    }),
    responses: {
      ...openaiResponsesOperation({ provider: 'openai', reasons: isReasoningModel, fragile: refusesParameter }),
      schemaTool: schemaToolUnless(takesSchemas),
      objectSchemas: true,
    },
    // "at most 2048 inputs, and 300,000 tokens over all of them" (API reference, embeddings)
    embeddings: openaiEmbeddingsOperation({ provider: 'openai', inputsMax: 2048, tokensMax: 300_000 }),
    moderation: openaiOperation({ format: openaiModerationsUpstream, path: () => ['moderations'] }),
    image: openaiOperation(OPENAI_MEDIA.image),
    transcription: openaiOperation(OPENAI_MEDIA.transcription),
    translation: openaiOperation(OPENAI_MEDIA.translation),
    speech: openaiOperation(OPENAI_MEDIA.speech),
  },
  prefersResponses,
};
