import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** Fireworks (docs.fireworks.ai/api-reference/post-chatcompletions). A model without an account is one of its own. */
export const fireworksAi: ProviderAdapter = {
  id: 'fireworks_ai',
  prefixes: ['fireworks_ai'],
  credentialFields: [
    {
      name: 'api_key',
      environment: ['FIREWORKS_API_KEY', 'FIREWORKS_AI_API_KEY', 'FIREWORKSAI_API_KEY', 'FIREWORKS_AI_TOKEN'],
      required: true,
      secret: true,
    },
  ],
  defaultApiBase: 'https://api.fireworks.ai/inference/v1',
  apiBaseEnvironment: ['FIREWORKS_API_BASE'],
  priceBookId: 'fireworks',
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'Fireworks_aiException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'fireworks_ai',
      limitField: () => 'max_tokens',
      modelName: (model) => (model.startsWith('accounts/') ? model : `accounts/fireworks/models/${model}`),
      takesTopK: true,
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
