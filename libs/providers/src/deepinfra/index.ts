import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** DeepInfra (deepinfra.com/docs/openai_api). */
export const deepinfra: ProviderAdapter = {
  id: 'deepinfra',
  prefixes: ['deepinfra'],
  credentialFields: [{ name: 'api_key', environment: ['DEEPINFRA_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.deepinfra.com/v1/openai',
  apiBaseEnvironment: ['DEEPINFRA_API_BASE'],
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'DeepinfraException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'deepinfra',
      limitField: () => 'max_tokens',
      takesTopK: true,
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
