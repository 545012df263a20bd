import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** Any host that speaks OpenAI's dialect (vLLM, llama.cpp, LM Studio, a gateway …), named by its `api_base`. */
export const openaiCompatible: ProviderAdapter = {
  id: 'openai_compatible',
  prefixes: ['openai_compatible', 'custom_openai', 'hosted_vllm'],
  credentialFields: [{ name: 'api_key', environment: ['HOSTED_VLLM_API_KEY'], required: false, secret: true }],
  apiBaseEnvironment: ['HOSTED_VLLM_API_BASE'],
  selfHosted: true,
  operations: ['chat'],
  litellm: { exception: 'Openai_compatibleException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'openai_compatible',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      reasoningField: 'reasoning_content',
      takesTopK: true,
    }),
  },
};
