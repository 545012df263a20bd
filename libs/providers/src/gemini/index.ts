import type { Credential, HttpRequestSpec } from '@tollgate/canonical';
import { geminiCountTokensUpstream, geminiEmbeddingsUpstream, geminiUpstream } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import { geminiModelListing } from '../model-listing.js';
import { buildCountRequest, buildEmbeddingsRequest, buildGenerateRequest } from './build-generate-request.js';
import { classifyGeminiFailure } from './classify-failure.js';

/** Google AI Studio (the Gemini API), and hosts that speak as it does. */
export const gemini: ProviderAdapter = {
  id: 'gemini',
  prefixes: ['gemini', 'google-gemini'],
  // LiteLLM's order
  credentialFields: [
    { name: 'api_key', environment: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'], required: true, secret: true },
  ],
  defaultApiBase: 'https://generativelanguage.googleapis.com',
  apiBaseEnvironment: ['GEMINI_API_BASE'],
  hosts: ['generativelanguage.googleapis.com'],
  priceBookId: 'google',
  operations: ['chat', 'count-tokens', 'embeddings'],
  modelListing: geminiModelListing,
  litellm: { exception: 'GeminiException', errorText: 'body' },
  adapters: {
    chat: {
      format: geminiUpstream,
      outputLimit: {
        field: 'generationConfig.maxOutputTokens',
        siblings: ['generationConfig.max_output_tokens'],
        minimum: 1,
        // "thoughts count": recording `generate/usage-thoughts` has both beside the answer's tokens, and the limit ends both
        coversReasoning: true,
      },
      buildRequest: buildGenerateRequest,
      sign: signWithApiKey,
      classify: classifyGeminiFailure,
    },
    'count-tokens': {
      format: geminiCountTokensUpstream,
      outputLimit: 'none',
      buildRequest: buildCountRequest,
      sign: signWithApiKey,
      classify: classifyGeminiFailure,
    },
    embeddings: {
      format: geminiEmbeddingsUpstream,
      outputLimit: 'none',
      textOnly: true,
      buildRequest: buildEmbeddingsRequest,
      sign: signWithApiKey,
      classify: classifyGeminiFailure,
    },
  },
};

/** The key goes in last, as a header (an address is logged), and only where the operator's own headers do not carry a credential. */
function signWithApiKey(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  const { api_key: key } = credential;
  if (key === undefined || key === '' || spec.headers['authorization'] !== undefined) return spec;
  return { ...spec, headers: { 'x-goog-api-key': key, ...spec.headers } };
}
