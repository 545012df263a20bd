import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** SambaNova Cloud (docs.sambanova.ai/cloud/api-reference). */
export const sambanova: ProviderAdapter = {
  id: 'sambanova',
  prefixes: ['sambanova'],
  credentialFields: [{ name: 'api_key', environment: ['SAMBANOVA_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.sambanova.ai/v1',
  apiBaseEnvironment: ['SAMBANOVA_API_BASE'],
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'SambanovaException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'sambanova',
      limitField: () => 'max_tokens',
      takesTopK: true,
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
