import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { schemaToolUnless } from '../schema-tool-unless.js';

/** DeepSeek: `reasoning_content`, and usage with `prompt_cache_hit_tokens` and `prompt_cache_miss_tokens`. */
export const deepseek: ProviderAdapter = {
  id: 'deepseek',
  prefixes: ['deepseek'],
  credentialFields: [{ name: 'api_key', environment: ['DEEPSEEK_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.deepseek.com/beta',
  apiBaseEnvironment: ['DEEPSEEK_API_BASE'],
  priceBookId: 'deepseek',
  operations: ['chat'],
  litellm: { exception: 'DeepseekException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'deepseek',
      // api-docs.deepseek.com/api/create-chat-completion knows no other limit, and ignores what it does not know
      limitField: () => 'max_tokens',
      // recordings `reasoning` and `reasoning-effort`
      takesEffort: (model) => /reasoner|^deepseek-v[4-9]/.test(model),
      reasoningField: 'reasoning_content',
      // `response_format` is `text` or `json_object`; all but deepseek-chat think unless they are told not to (guides/thinking_mode)
      schemaTool: schemaToolUnless(
        () => false,
        (model) => !/chat|coder/.test(model),
      ),
      messages: { developerIsSystem: true },
    }),
  },
};
