import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { isReasoningModel, refusesParameter } from './reasoning-models.js';

/** OpenAI, and any host that an `openai/` model names by its `api_base`. */
export const openai: ProviderAdapter = {
  id: 'openai',
  prefixes: ['openai'],
  credentialFields: [
    { name: 'api_key', environment: ['OPENAI_API_KEY'], required: true, secret: true },
    { name: 'organization', environment: ['OPENAI_ORGANIZATION'], required: false, secret: false },
  ],
  defaultApiBase: 'https://api.openai.com/v1',
  apiBaseEnvironment: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
  hosts: ['api.openai.com'],
  priceBookId: 'openai',
  bareModels: [
    'gpt-*',
    'chatgpt-*',
    'o1*',
    'o3*',
    'o4*',
    'codex-*',
    'computer-use-preview*',
    'ft:gpt-*',
    'text-embedding-*',
    'omni-moderation-*',
    'text-moderation-*',
  ],
  operations: ['chat'],
  litellm: { exception: 'OpenAIException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'openai',
      // "Unsupported parameter: 'max_tokens' is not supported with this model." (recording `openai/errors/max-tokens-unsupported`)
      limitField: (model, clientField) =>
        isReasoningModel(model) ? 'max_completion_tokens' : (clientField ?? 'max_tokens'),
      fragile: refusesParameter,
      takesEffort: isReasoningModel,
      takesMetadata: true,
    }),
  },
};
