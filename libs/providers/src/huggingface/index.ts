import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

const ROUTER = 'router.huggingface.co';

/** Hugging Face's router to inference providers, and its dedicated endpoints (`api_base`). */
export const huggingface: ProviderAdapter = {
  id: 'huggingface',
  prefixes: ['huggingface'],
  credentialFields: [
    { name: 'api_key', environment: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'], required: true, secret: true },
  ],
  defaultApiBase: `https://${ROUTER}/v1`,
  apiBaseEnvironment: ['HF_API_BASE', 'HUGGINGFACE_API_BASE'],
  operations: ['chat'],
  litellm: { exception: 'HuggingfaceException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'huggingface',
      version: 'v1',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      modelName: nameAtRouter,
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};

/** LiteLLM's `together/deepseek-ai/DeepSeek-R1` is the router's `deepseek-ai/DeepSeek-R1:together` (the form of the recordings). */
function nameAtRouter(model: string, apiBase: string): string {
  const [host, ...rest] = model.split('/');
  return new URL(apiBase).hostname === ROUTER && rest.length >= 2 ? `${rest.join('/')}:${host ?? ''}` : model;
}
