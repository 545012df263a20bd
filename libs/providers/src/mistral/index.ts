import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';
import { OPENAI_MEDIA } from '../openai-media.js';
import { OPENAI_ONLY } from '../openai-only-parameters.js';
import { openaiOperation } from '../openai-operation.js';
import { strictMessages } from '../strict-messages.js';

const KEYS = ['MISTRAL_AZURE_API_KEY', 'MISTRAL_API_KEY'];
/** "Too many inputs in request. Max is 512." and "Too many tokens overall, split into more batches." (16,384 over all inputs) */
const EMBEDDINGS = { provider: 'mistral', inputsMax: 512, tokensMax: 16_384, dimensionsField: 'output_dimension' };

/** Mistral: what it does not know is `extra_forbidden`, in messages too; reasoning is in content lists, a stream's usage unasked (recordings). */
export const mistral: ProviderAdapter = {
  id: 'mistral',
  prefixes: ['mistral'],
  credentialFields: [{ name: 'api_key', environment: KEYS, required: true, secret: true }],
  defaultApiBase: 'https://api.mistral.ai/v1',
  apiBaseEnvironment: ['MISTRAL_AZURE_API_BASE', 'MISTRAL_API_BASE'],
  priceBookId: 'mistral',
  operations: ['chat', 'embeddings', 'transcription'],
  litellm: { exception: 'MistralException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'mistral',
      version: 'v1',
      limitField: () => 'max_tokens',
      renamed: { seed: 'random_seed' },
      unsupported: [...OPENAI_ONLY, 'web_search_options', 'thinking', 'top_k'],
      fragile: (_model, name) => name === 'logprobs' || name === 'top_logprobs', // recording `error-logprobs-unsupported-400`
      takesStreamOptions: false,
      takesEffort: (model) => /^(magistral|mistral-(small|medium))/.test(model),
      reasoningField: 'content',
      messages: { developerIsSystem: true, shortCallIds: true, members: strictMessages('prefix'), flatParts: true },
    }),
    embeddings: openaiEmbeddingsOperation({ ...EMBEDDINGS, floatsOnly: true, textOnly: true, unsupported: ['user'] }),
    transcription: openaiOperation(OPENAI_MEDIA.transcription),
  },
};
