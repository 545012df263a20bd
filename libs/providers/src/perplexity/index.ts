import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { OPENAI_ONLY } from '../openai-only-parameters.js';

/** docs.perplexity.ai/api-reference/chat-completions-post; LiteLLM refuses the same. */
const TOOLS = ['tools', 'tool_choice', 'parallel_tool_calls'];
const REFUSED = [...TOOLS, 'n', 'seed', 'stop', 'logprobs', 'top_logprobs', 'prediction', 'thinking'];

/** Perplexity: every answer searches; `citations` and `search_results` stand beside it, a `cost` block in its usage, no `[DONE]`. */
export const perplexity: ProviderAdapter = {
  id: 'perplexity',
  prefixes: ['perplexity'],
  credentialFields: [
    { name: 'api_key', environment: ['PERPLEXITYAI_API_KEY', 'PERPLEXITY_API_KEY'], required: true, secret: true },
  ],
  defaultApiBase: 'https://api.perplexity.ai',
  apiBaseEnvironment: ['PERPLEXITY_API_BASE'],
  priceBookId: 'perplexity',
  operations: ['chat'],
  litellm: { exception: 'PerplexityException', errorText: 'message' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'perplexity',
      limitField: () => 'max_tokens',
      unsupported: [...OPENAI_ONLY, ...REFUSED],
      takesTopK: true,
      takesSearch: true,
      // recording `reasoning`
      takesEffort: (model) => /reasoning|deep-research/.test(model),
      messages: { developerIsSystem: true },
    }),
  },
};
