import type { ProviderAdapter } from '../adapter.js';
import { signAzure } from '../azure/sign-azure.js';
import { openaiChatOperation, signBearer } from '../openai-chat-operation.js';
import { splitApiBase } from '../split-api-base.js';

/** LiteLLM's version of the inference endpoint, and that of the recordings. */
const VERSION = '2024-05-01-preview';
/** Of Azure's own services; a model of a marketplace may have a host of its own, which takes a bearer key. */
const AZURE_HOST = /\.(services\.ai|cognitiveservices|openai)\.azure\.com$/;

const chat = openaiChatOperation({
  provider: 'azure_ai',
  limitField: (_model, clientField) => clientField ?? 'max_tokens',
});

/**
 * Models of other makers in Azure AI Foundry: `POST <base>/models/chat/completions?api-version=…` at Azure's hosts, else
 * `<base>/chat/completions`. A caller's `api-version` is that of Azure OpenAI, and not meant here.
 */
export const azureAi: ProviderAdapter = {
  id: 'azure_ai',
  prefixes: ['azure_ai'],
  credentialFields: [{ name: 'api_key', environment: ['AZURE_AI_API_KEY'], required: true, secret: true }],
  apiBaseEnvironment: ['AZURE_AI_API_BASE'],
  addressPerCustomer: true,
  operations: ['chat'],
  litellm: { exception: 'Azure_aiException', errorText: 'message' },
  adapters: {
    chat: {
      ...chat,
      buildRequest: (request, target, outputTokensMax) => {
        const { origin, path, query } = splitApiBase(target.apiBase, []);
        if (!AZURE_HOST.test(new URL(origin).hostname)) return chat.buildRequest(request, target, outputTokensMax);
        const models = path.length === 0 ? '/models' : '';
        const asked = { 'api-version': target.apiVersion ?? VERSION };
        const built = chat.buildRequest(request, { ...target, apiBase: `${target.apiBase}${models}` }, outputTokensMax);
        if (!built.ok) return built;
        return { ok: true, value: { ...built.value, spec: { ...built.value.spec, query: { ...asked, ...query } } } };
      },
      sign: (spec, credential) =>
        AZURE_HOST.test(new URL(spec.origin).hostname) ? signAzure(spec, credential) : signBearer(spec, credential),
    },
  },
};
