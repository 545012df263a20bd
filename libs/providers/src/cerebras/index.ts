import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** Cerebras (inference-docs.cerebras.ai/api-reference/chat-completions). */
export const cerebras: ProviderAdapter = {
  id: 'cerebras',
  prefixes: ['cerebras'],
  credentialFields: [{ name: 'api_key', environment: ['CEREBRAS_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.cerebras.ai/v1',
  apiBaseEnvironment: ['CEREBRAS_API_BASE'],
  priceBookId: 'cerebras',
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'CerebrasException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'cerebras',
      limitField: () => 'max_completion_tokens',
      // refused by name: not in its reference
      unsupported: [
        'n',
        'frequency_penalty',
        'presence_penalty',
        'logit_bias',
        'functions',
        'function_call',
        'modalities',
        'audio',
      ],
      takesEffort: (model) => model.startsWith('gpt-oss'),
      reasoningField: 'reasoning',
      messages: { developerIsSystem: true },
    }),
  },
};
