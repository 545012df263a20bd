import type { ProviderAdapter } from '../adapter.js';
import { locateFoundry, signFoundry } from '../azure/foundry-model.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/**
 * Models of other makers in Azure AI Foundry: `POST <base>/models/chat/completions?api-version=…` at Azure's hosts, else
 * `<base>/chat/completions`.
 */
export const azureAi: ProviderAdapter = {
  id: 'azure_ai',
  prefixes: ['azure_ai'],
  credentialFields: [{ name: 'api_key', environment: ['AZURE_AI_API_KEY'], required: true, secret: true }],
  apiBaseEnvironment: ['AZURE_AI_API_BASE'],
  addressPerCustomer: true,
  operations: ['chat'],
  litellm: { exception: 'Azure_aiException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'azure_ai',
      limitField: (_model, clientField) => clientField ?? 'max_tokens',
      locateRoot: locateFoundry,
      sign: signFoundry,
    }),
  },
};
