import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** NVIDIA NIM, hosted or self-hosted by its `api_base` (docs.api.nvidia.com/nim/reference). */
export const nvidiaNim: ProviderAdapter = {
  id: 'nvidia_nim',
  prefixes: ['nvidia_nim'],
  credentialFields: [{ name: 'api_key', environment: ['NVIDIA_NIM_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://integrate.api.nvidia.com/v1',
  apiBaseEnvironment: ['NVIDIA_NIM_API_BASE'],
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'Nvidia_nimException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'nvidia_nim',
      limitField: () => 'max_tokens',
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};
