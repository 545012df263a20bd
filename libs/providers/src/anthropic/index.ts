import type { Credential, HttpRequestSpec } from '@tollgate/canonical';
import { anthropicCountTokensUpstream, anthropicMessagesUpstream, mendAnthropicRequest } from '@tollgate/formats';
import type { ProviderAdapter } from '../adapter.js';
import { buildCountRequest, buildMessagesRequest } from './build-messages-request.js';
import { anthropicModelListing } from '../model-listing.js';
import { schemaToolUnless } from '../schema-tool-unless.js';
import { classifyAnthropicFailure } from './classify-failure.js';
import { takesSchemas } from './takes-schemas.js';

/** Anthropic's own service, and hosts that speak as it does. */
export const anthropic: ProviderAdapter = {
  id: 'anthropic',
  prefixes: ['anthropic'],
  credentialFields: [{ name: 'api_key', environment: ['ANTHROPIC_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.anthropic.com',
  apiBaseEnvironment: ['ANTHROPIC_API_BASE', 'ANTHROPIC_BASE_URL'],
  hosts: ['api.anthropic.com'],
  priceBookId: 'anthropic',
  bareModels: ['claude-*'],
  operations: ['chat', 'count-tokens'],
  modelListing: anthropicModelListing,
  litellm: { exception: 'AnthropicException', errorText: 'body' },
  adapters: {
    chat: {
      format: anthropicMessagesUpstream,
      outputLimit: { field: 'max_tokens', siblings: [], minimum: 1, coversReasoning: true },
      buildRequest: buildMessagesRequest,
      mendRequest: mendAnthropicRequest,
      schemaTool: schemaToolUnless(takesSchemas),
      sign: signWithApiKey,
      classify: classifyAnthropicFailure,
    },
    'count-tokens': {
      format: anthropicCountTokensUpstream,
      outputLimit: 'none',
      buildRequest: buildCountRequest,
      schemaTool: schemaToolUnless(takesSchemas),
      sign: signWithApiKey,
      classify: classifyAnthropicFailure,
    },
  },
};

/** The key goes in last, and only where the operator's own headers do not already carry a credential. */
function signWithApiKey(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  const { api_key: key } = credential;
  if (key === undefined || key === '' || spec.headers['authorization'] !== undefined) return spec;
  return { ...spec, headers: { 'x-api-key': key, ...spec.headers } };
}
