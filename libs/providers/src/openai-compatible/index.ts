import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';

/** Any host that speaks OpenAI's dialect (llama.cpp, a gateway …), named by its `api_base`. */
export const openaiCompatible: ProviderAdapter = {
  id: 'openai_compatible',
  prefixes: ['openai_compatible', 'custom_openai'],
  credentialFields: [{ name: 'api_key', environment: [], required: false, secret: true }],
  selfHosted: true,
  operations: ['chat', 'embeddings'],
  litellm: { exception: 'Openai_compatibleException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'openai_compatible',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      reasoningField: 'reasoning_content',
      takesSeals: true,
      takesTopK: true,
    }),
    embeddings: openaiEmbeddingsOperation({ provider: 'openai_compatible', textOnly: true }),
  },
};
