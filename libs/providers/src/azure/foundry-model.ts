import type { Credential, HttpRequestSpec, Target } from '@tollgate/canonical';
import { signBearer } from '../openai-chat-operation.js';
import { type ApiAddress, splitApiBase } from '../split-api-base.js';
import { signAzure } from './sign-azure.js';

/** LiteLLM's version of the inference endpoint, and that of the recordings. */
const VERSION = '2024-05-01-preview';
/** Of Azure's own services; a model of a marketplace may have a host of its own, which takes a bearer key. */
const AZURE_HOST = /\.(services\.ai|cognitiveservices|openai)\.azure\.com$/;

/**
 * The root of Azure AI Foundry's models of other makers: `<base>/models` with an `api-version` at Azure's hosts, else the base. A caller's
 * `api-version` is that of Azure OpenAI, and not meant here.
 */
export function locateFoundry({ apiBase, apiVersion }: Target): ApiAddress {
  const base = splitApiBase(apiBase, []);
  if (!isAzures(base)) return base;
  const path = base.path.length === 0 ? ['models'] : base.path;
  return { ...base, path, query: { 'api-version': apiVersion ?? VERSION, ...base.query } };
}

/** Azure's header at Azure's hosts, else a bearer key. */
export function signFoundry(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  return isAzures(spec) ? signAzure(spec, credential) : signBearer(spec, credential);
}

function isAzures({ origin }: Pick<ApiAddress, 'origin'>): boolean {
  return AZURE_HOST.test(new URL(origin).hostname);
}
