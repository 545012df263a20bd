import type { ProviderAdapter } from '../adapter.js';
import { textCompletionOperation } from '../text-completion-operation.js';

/** OpenAI's legacy text completions (LiteLLM's name for them), and any host that an `api_base` names. Chat clients reach it too. */
export const textCompletionOpenai: ProviderAdapter = {
  id: 'text-completion-openai',
  prefixes: ['text-completion-openai'],
  credentialFields: [
    { name: 'api_key', environment: ['OPENAI_API_KEY'], required: true, secret: true },
    { name: 'organization', environment: ['OPENAI_ORGANIZATION'], required: false, secret: false },
  ],
  defaultApiBase: 'https://api.openai.com/v1',
  apiBaseEnvironment: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
  priceBookId: 'openai',
  bareModels: ['gpt-3.5-turbo-instruct*', 'babbage-002*', 'davinci-002*', 'ft:babbage-002*', 'ft:davinci-002*'],
  operations: ['chat'],
  litellm: { exception: 'Text-completion-openaiException', errorText: 'message' },
  adapters: { chat: textCompletionOperation() },
};
