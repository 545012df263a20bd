import { openaiImageFormsUpstream } from '@tollgate/formats';
import type { ProviderAdapter, ProviderOperation } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { openaiEmbeddingsOperation } from '../openai-embeddings-operation.js';
import { OPENAI_MEDIA } from '../openai-media.js';
import { type OpenAiOperation, openaiOperation } from '../openai-operation.js';
import { openaiResponsesOperation } from '../openai-responses-operation.js';
import { isReasoningModel, refusesParameter } from '../openai/reasoning-models.js';
import { takesSchemas } from '../openai/takes-schemas.js';
import { schemaToolUnless } from '../schema-tool-unless.js';
import { textCompletionOperation } from '../text-completion-operation.js';
import { atDeployment } from './at-deployment.js';
import { deploymentName, isOfReasoningSeries } from './locate-deployment.js';

/** A key, a token, or what a token is fetched with. */
const CREDENTIALS: ProviderAdapter['credentialFields'] = [
  { name: 'api_key', environment: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'], required: false, secret: true },
  { name: 'azure_ad_token', environment: ['AZURE_AD_TOKEN'], required: false, secret: true, federated: true },
  { name: 'tenant_id', environment: ['AZURE_TENANT_ID'], required: false, secret: false },
  { name: 'client_id', environment: ['AZURE_CLIENT_ID'], required: false, secret: false },
  { name: 'client_secret', environment: ['AZURE_CLIENT_SECRET'], required: false, secret: true },
  { name: 'azure_authority_host', environment: ['AZURE_AUTHORITY_HOST'], required: false, secret: false },
  { name: 'azure_scope', environment: ['AZURE_SCOPE'], required: false, secret: false },
];

const CHOICES: ProviderAdapter['credentialChoices'] = [
  ['api_key'],
  ['azure_ad_token'],
  ['tenant_id', 'client_id', 'client_secret'],
  ['tenant_id', 'client_id', 'client_assertion'],
  ['tenant_id', 'client_id', 'client_assertion_file'],
];
/** Microsoft's own libraries have retired it: an account with a second factor cannot sign in so, and every account is to have one. */
const USER =
  'a user’s password is not sent to Microsoft Entra: set tenant_id, client_id and client_secret of an application, azure_ad_token, or api_key';

/** A deployment's name need not say what model it holds; LiteLLM's prefixes do. */
const reasons = (model: string): boolean => isOfReasoningSeries(model) || isReasoningModel(model);

/** Deployments of Azure OpenAI: `azure/<deployment>`. */
export const azure: ProviderAdapter = {
  id: 'azure',
  prefixes: ['azure'],
  credentialFields: CREDENTIALS,
  credentialChoices: CHOICES,
  refusedCredentials: { azure_username: USER, azure_password: USER },
  apiBaseEnvironment: ['AZURE_API_BASE'],
  apiVersionEnvironment: ['AZURE_API_VERSION'],
  priceBookId: 'azure',
  priceBookFallbackId: 'openai',
  addressPerCustomer: true,
  operations: ['chat', 'responses', 'embeddings', 'image', 'transcription', 'translation', 'speech'],
  litellm: { exception: 'AzureException', errorText: 'message' },
  adapters: {
    chat: atDeployment(
      openaiChatOperation({
        provider: 'azure',
        limitField: (model, clientField) => (reasons(model) ? 'max_completion_tokens' : (clientField ?? 'max_tokens')),
        fragile: refusesParameter,
        takesEffort: reasons,
        takesMetadata: true,
        // its own words for it: LiteLLM, issue 11392
        callIdLengthMax: 40,
        schemaTool: schemaToolUnless(takesSchemas),
        objectSchemas: true,
        modelName: deploymentName,
      }),
      { path: () => ['chat', 'completions'], beneath: 'deployment' },
    ),
    embeddings: atDeployment(openaiEmbeddingsOperation({ provider: 'azure', inputsMax: 2048 }), {
      path: () => ['embeddings'],
      beneath: 'deployment',
    }),
    responses: atDeployment(openaiResponsesOperation({ provider: 'azure', reasons, fragile: refusesParameter }), {
      path: () => ['responses'],
      beneath: 'openai',
    }),
    // learn.microsoft.com/azure/ai-foundry/openai/reference (dated) and /reference-preview-latest (v1): the bodies and answers are OpenAI's
    image: mediaAtDeployment({ ...OPENAI_MEDIA.image, format: openaiImageFormsUpstream }),
    transcription: mediaAtDeployment(OPENAI_MEDIA.transcription),
    translation: mediaAtDeployment(OPENAI_MEDIA.translation),
    speech: mediaAtDeployment(OPENAI_MEDIA.speech),
  },
};

/** Legacy text completions of a deployment: LiteLLM's `azure_text/<deployment>`. */
export const azureText: ProviderAdapter = {
  ...azure,
  id: 'azure_text',
  prefixes: ['azure_text'],
  operations: ['chat'],
  unproven: true,
  litellm: { exception: 'Azure_textException', errorText: 'message' },
  adapters: { chat: atDeployment(textCompletionOperation(), { path: () => ['completions'], beneath: 'deployment' }) },
};

function mediaAtDeployment(media: OpenAiOperation): ProviderOperation {
  return atDeployment(openaiOperation(media), { path: media.path, beneath: 'deployment' });
}
