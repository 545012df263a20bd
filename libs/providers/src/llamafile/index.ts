import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** A llamafile on one of your machines (github.com/Mozilla-Ocho/llamafile, server README). */
export const llamafile: ProviderAdapter = {
  id: 'llamafile',
  prefixes: ['llamafile'],
  credentialFields: [{ name: 'api_key', environment: ['LLAMAFILE_API_KEY'], required: false, secret: true }],
  defaultApiBase: 'http://127.0.0.1:8080/v1',
  apiBaseEnvironment: ['LLAMAFILE_API_BASE'],
  selfHosted: true,
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'LlamafileException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'llamafile',
      limitField: () => 'max_tokens',
      takesTopK: true,
      messages: { developerIsSystem: true },
    }),
  },
};
