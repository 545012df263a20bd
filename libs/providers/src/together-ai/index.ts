import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';

/** Together: usage with a flat `cached_tokens`, in a stream beside the last choice (recordings `text` and `text-stream`). */
export const togetherAi: ProviderAdapter = {
  id: 'together_ai',
  prefixes: ['together_ai'],
  credentialFields: [
    {
      name: 'api_key',
      environment: ['TOGETHER_API_KEY', 'TOGETHER_AI_API_KEY', 'TOGETHERAI_API_KEY', 'TOGETHER_AI_TOKEN'],
      required: true,
      secret: true,
    },
  ],
  defaultApiBase: 'https://api.together.xyz/v1',
  apiBaseEnvironment: ['TOGETHER_AI_API_BASE'],
  hosts: ['api.together.xyz', 'api.together.ai'],
  priceBookId: 'together',
  operations: ['chat', 'embeddings'],
  litellm: { exception: 'Together_aiException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'together_ai',
      limitField: () => 'max_tokens',
      takesTopK: true,
      reasoningField: 'reasoning',
      messages: { developerIsSystem: true },
    }),
    // docs.together.ai/docs/embeddings-overview: a model and one text or several, answered with numbers; nothing else is named
    embeddings: openaiEmbeddingsOperation({
      provider: 'together_ai',
      floatsOnly: true,
      textOnly: true,
      unsupported: ['dimensions', 'user'],
    }),
  },
};
