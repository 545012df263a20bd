import { openaiTranscriptionsUpstream } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';
import { openaiOperation } from '../openai-operation.js';
import { mistralChat } from './chat.js';

/** Mistral's own service. */
export const mistral: ProviderAdapter = {
  id: 'mistral',
  prefixes: ['mistral'],
  credentialFields: [
    { name: 'api_key', environment: ['MISTRAL_AZURE_API_KEY', 'MISTRAL_API_KEY'], required: true, secret: true },
  ],
  defaultApiBase: 'https://api.mistral.ai/v1',
  apiBaseEnvironment: ['MISTRAL_AZURE_API_BASE', 'MISTRAL_API_BASE'],
  priceBookId: 'mistral',
  operations: ['chat', 'embeddings', 'transcription'],
  litellm: { exception: 'MistralException', errorText: 'openai-body' },
  adapters: {
    chat: mistralChat,
    // "Too many inputs in request. Max is 512." and "Too many tokens overall, split into more batches." (16,384 over all inputs)
    embeddings: openaiEmbeddingsOperation({
      provider: 'mistral',
      inputsMax: 512,
      tokensMax: 16_384,
      dimensionsField: 'output_dimension',
      floatsOnly: true,
      textOnly: true,
      unsupported: (_model, name) => name === 'user',
    }),
    transcription: openaiOperation({
      format: openaiTranscriptionsUpstream,
      path: () => ['audio', 'transcriptions'],
    }),
  },
};
