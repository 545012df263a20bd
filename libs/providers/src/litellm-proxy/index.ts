import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** A LiteLLM proxy, or another gateway that answers as it does (recordings `text` and `stream-multiple-choices`). */
export const litellmProxy: ProviderAdapter = {
  id: 'litellm_proxy',
  prefixes: ['litellm_proxy'],
  credentialFields: [{ name: 'api_key', environment: ['LITELLM_PROXY_API_KEY'], required: false, secret: true }],
  apiBaseEnvironment: ['LITELLM_PROXY_API_BASE'],
  operations: ['chat'],
  litellm: { exception: 'Litellm_proxyException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'litellm_proxy',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      takesEffort: () => true,
      takesTopK: true,
      takesSearch: true,
      reasoningField: 'reasoning_content',
      takesSeals: true,
    }),
  },
};
