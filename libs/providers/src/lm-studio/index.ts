import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** LM Studio on one of your machines (lmstudio.ai/docs/app/api/endpoints/openai). */
export const lmStudio: ProviderAdapter = {
  id: 'lm_studio',
  prefixes: ['lm_studio'],
  credentialFields: [{ name: 'api_key', environment: ['LM_STUDIO_API_KEY'], required: false, secret: true }],
  apiBaseEnvironment: ['LM_STUDIO_API_BASE'],
  selfHosted: true,
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'Lm_studioException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'lm_studio',
      limitField: () => 'max_tokens',
      takesTopK: true,
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
