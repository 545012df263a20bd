import { asksForSearch } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiResponsesOperation } from '../openai-responses-operation.js';

const EFFORT = /^grok-(3-mini|4\.[3-9](?!.*non-reasoning))/;
const THINKS = /^grok-(3-mini|[4-9]|code)(?!.*non-reasoning)/;
/** Reasoning models refuse these (docs.x.ai, reasoning). */
const REFUSED = ['stop', 'frequency_penalty', 'presence_penalty'];
const refuses = (model: string, name: string): boolean => THINKS.test(model) && REFUSED.includes(name);

/** xAI: counts reasoning beside `completion_tokens`, not inside (recording `text`: 165 + 2 + 125 = 292). */
export const xai: ProviderAdapter = {
  id: 'xai',
  prefixes: ['xai'],
  credentialFields: [{ name: 'api_key', environment: ['XAI_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.x.ai/v1',
  apiBaseEnvironment: ['XAI_API_BASE'],
  priceBookId: 'x-ai',
  operations: ['chat', 'responses'],
  litellm: { exception: 'XaiException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'xai',
      // OpenAI's name for the limit that covers reasoning; recordings ask with `max_tokens`, which is taken too (`text`)
      limitField: () => 'max_completion_tokens',
      unsupported: ['functions', 'function_call', 'modalities', 'audio', 'prediction', 'thinking'],
      fragile: refuses,
      // recording `reasoning-tools`; other models of the family think of themselves
      takesEffort: (model) => model.startsWith('grok-3-mini'),
      reasoningField: 'reasoning_content',
      messages: { developerIsSystem: true },
    }),
    // docs.x.ai, responses: its limit "includes both output and reasoning tokens"; recording `reasoning`: grok-4.3 takes an effort
    responses: openaiResponsesOperation({ provider: 'xai', reasons: (model) => EFFORT.test(model), fragile: refuses }),
  },
  // it searches there alone (docs.x.ai, web search); LiteLLM chooses the same
  prefersResponses: asksForSearch,
};
