import type { ProviderAdapter } from '../adapter.js';
import { ollamaModelListing } from '../model-listing.js';
import { ollamaChatOperation } from './ollama-chat-operation.js';
import { ollamaEmbeddingsOperation } from './ollama-embeddings-operation.js';

/**
 * An Ollama server. Both of LiteLLM's names are asked at `/api/chat`, which puts the model's own template around the turns; LiteLLM asks
 * `ollama/` at `/api/generate` with a template of its own and so loses roles and tools.
 */
export const ollama = describe('ollama', 'OllamaException');
export const ollamaChat = describe('ollama_chat', 'Ollama_chatException');

function describe(id: string, exception: string): ProviderAdapter {
  return {
    id,
    prefixes: [id],
    credentialFields: [{ name: 'api_key', environment: ['OLLAMA_API_KEY'], required: false, secret: true }],
    defaultApiBase: 'http://localhost:11434',
    apiBaseEnvironment: ['OLLAMA_API_BASE'],
    selfHosted: true,
    operations: ['chat', 'embeddings'],
    modelListing: ollamaModelListing,
    litellm: { exception, errorText: 'body' },
    adapters: { chat: ollamaChatOperation, embeddings: ollamaEmbeddingsOperation },
  };
}
