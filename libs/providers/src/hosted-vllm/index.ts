import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';

/** A vLLM server (docs.vllm.ai, OpenAI-compatible server). */
export const hostedVllm: ProviderAdapter = {
  id: 'hosted_vllm',
  prefixes: ['hosted_vllm'],
  credentialFields: [{ name: 'api_key', environment: ['HOSTED_VLLM_API_KEY'], required: false, secret: true }],
  apiBaseEnvironment: ['HOSTED_VLLM_API_BASE'],
  selfHosted: true,
  operations: ['chat', 'embeddings'],
  unproven: true,
  litellm: { exception: 'Hosted_vllmException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'hosted_vllm',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      unsupported: ['thinking'],
      takesEffort: () => true,
      takesTopK: true,
      reasoningField: 'reasoning_content',
    }),
    // it has the model's own vocabulary, and takes token ids
    embeddings: openaiEmbeddingsOperation({ provider: 'hosted_vllm' }),
  },
};
