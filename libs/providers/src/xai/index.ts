import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';

/** xAI: counts reasoning beside `completion_tokens`, not inside (recording `text`: 165 + 2 + 125 = 292). */
export const xai: ProviderAdapter = {
  id: 'xai',
  prefixes: ['xai'],
  credentialFields: [{ name: 'api_key', environment: ['XAI_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.x.ai/v1',
  apiBaseEnvironment: ['XAI_API_BASE'],
  priceBookId: 'x-ai',
  operations: ['chat'],
  litellm: { exception: 'XaiException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'xai',
      // the limit that covers reasoning (docs.x.ai, chat completions); `max_tokens` is deprecated there
      limitField: () => 'max_completion_tokens',
      unsupported: ['functions', 'function_call', 'modalities', 'audio', 'prediction', 'thinking'],
      fragile: refusesParameter,
      // recording `reasoning-tools`; other models of the family think of themselves
      takesEffort: (model) => model.startsWith('grok-3-mini'),
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
  },
};

/** Reasoning models refuse these (docs.x.ai, reasoning). */
function refusesParameter(model: string, name: string): boolean {
  const reasons = /^grok-(3-mini|[4-9]|code)/.test(model) && !model.includes('non-reasoning');
  return reasons && ['stop', 'frequency_penalty', 'presence_penalty'].includes(name);
}
