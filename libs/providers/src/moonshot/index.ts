import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** Moonshot (platform.moonshot.ai/docs/api/chat). Usage stands inside the choice of a stream. */
export const moonshot: ProviderAdapter = {
  id: 'moonshot',
  prefixes: ['moonshot'],
  credentialFields: [{ name: 'api_key', environment: ['MOONSHOT_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.moonshot.ai/v1',
  apiBaseEnvironment: ['MOONSHOT_API_BASE'],
  priceBookId: 'moonshotai',
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'MoonshotException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'moonshot',
      limitField: () => 'max_tokens',
      unsupported: ['functions', 'function_call', 'logit_bias', 'logprobs', 'top_logprobs', 'modalities', 'audio'],
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
