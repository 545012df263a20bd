import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** GitHub Models (docs.github.com/rest/models/inference). */
export const github: ProviderAdapter = {
  id: 'github',
  prefixes: ['github'],
  credentialFields: [{ name: 'api_key', environment: ['GITHUB_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://models.inference.ai.azure.com',
  apiBaseEnvironment: ['GITHUB_API_BASE'],
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'GithubException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'github',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      messages: { developerIsSystem: true },
    }),
  },
};
