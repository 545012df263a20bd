import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';

/**
 * OpenRouter: `reasoning` with its seals in `reasoning_details`, usage with the `cost`, errors in the middle of a stream. It takes
 * every parameter of OpenAI's and leaves out what the model's host does not know (openrouter.ai/docs/api-reference/parameters).
 */
export const openrouter: ProviderAdapter = {
  id: 'openrouter',
  prefixes: ['openrouter'],
  credentialFields: [
    { name: 'api_key', environment: ['OPENROUTER_API_KEY', 'OR_API_KEY'], required: true, secret: true },
  ],
  defaultApiBase: 'https://openrouter.ai/api/v1',
  apiBaseEnvironment: ['OPENROUTER_API_BASE'],
  priceBookId: 'openrouter',
  operations: ['chat', 'embeddings'],
  litellm: { exception: 'OpenrouterException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'openrouter',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      // its own word is `reasoning`; an effort says the same
      unsupported: ['thinking'],
      takesEffort: () => true,
      takesTopK: true,
      // openrouter.ai/docs/features/web-search, "web_search_options"
      takesSearch: true,
      reasoningField: 'reasoning',
      sealsReasoning: true,
      // openrouter.ai/docs/features/prompt-caching; the families are LiteLLM's
      takesCacheMarkers: (model) => /claude|gemini|minimax|glm|z-ai/.test(model),
      messages: { developerIsSystem: true },
    }),
    // openrouter.ai/docs/api-reference/embeddings: texts or token ids, `dimensions`, `encoding_format`, `user`
    embeddings: openaiEmbeddingsOperation({ provider: 'openrouter' }),
  },
};
