import type { ProviderDescription, Target } from '@tollgate/canonical';
import { type DeploymentDefaults, type EnvironmentReader, isGatewayParam, type ModelEntry } from '@tollgate/config';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ProviderOfModel } from './find-provider.js';
import { textOf } from './text-of.js';
import { upstreamOperationOf } from './upstream-operation.js';

export interface TargetInput {
  readonly deploymentId: string;
  readonly entry: ModelEntry;
  readonly found: ProviderOfModel;
  readonly defaults: DeploymentDefaults;
  readonly environment: EnvironmentReader;
}

/** The address of who is not asked. */
const NOBODY = 'http://mock.invalid/v1';

/** Everything of a deployment that building a request needs; no secret. */
export function compileTarget({ deploymentId, entry, found, defaults, environment }: TargetInput): Target {
  const { params } = entry;
  const field = found.provider?.credentialFields.find(({ name }) => name === 'organization');
  // what holds for all is nobody's business but those providers' that know organizations
  const usual = field && (defaults.organization ?? environment.readFirst(field.environment));
  const organization = textOf(params.organization) ?? usual;
  const apiVersion = params.api_version ?? environment.readFirst(found.provider?.apiVersionEnvironment ?? []);
  return {
    deploymentId,
    group: entry.name,
    provider: found.id,
    model: found.model,
    litellmModel: params.model,
    apiBase: apiBaseOf(entry, found.provider, defaults, environment) || (params.mock_response == null ? '' : NOBODY),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(organization === undefined ? {} : { organization: organization.trim() }),
    ...(field !== undefined && defaults.forwardsOrganization && { forwardsOrganization: true }),
    extraHeaders: { ...defaults.headers, ...params.headers, ...params.extra_headers },
    extraBody: params.extra_body ?? {},
    ...(defaults.modifyParams && { modifyParams: true }),
    ...(entry.info.supports_response_schema != null && { takesSchemas: entry.info.supports_response_schema }),
    ...(params.mock_response != null && { mockResponse: params.mock_response }),
    dropParams: params.drop_params ?? defaults.dropParams,
    additionalDropParams: params.additional_drop_params ?? defaults.additionalDropParams,
    allowedOpenaiParams: params.allowed_openai_params ?? defaults.allowedOpenaiParams,
    defaults: defaultParameters(entry, found.provider),
    forwardMetadata: defaults.forwardMetadata,
    ...(defaults.withholdsObservability === true && { withholdsObservability: true }),
    ...upstreamOperationOf(found, { overChat: params['use_chat_completions_api'], defaults }),
  };
}

/** Configured, then `litellm_settings.api_base`, then the environment, then the provider's own. No trailing slash. */
function apiBaseOf(
  entry: ModelEntry,
  provider: ProviderDescription | undefined,
  defaults: DeploymentDefaults,
  environment: EnvironmentReader,
): string {
  const base =
    configuredBase(entry) ??
    defaults.apiBase ??
    environment.readFirst(provider?.apiBaseEnvironment ?? []) ??
    provider?.defaultApiBase ??
    '';
  return base.replace(/\/+$/, '');
}

/** `api_base`, or `base_url`, which LiteLLM takes as well. */
export function configuredBase({ params }: ModelEntry): string | undefined {
  return params.api_base ?? params.base_url ?? undefined;
}

/** Credentials of providers that this build does not serve stand among the parameters too: they go nowhere. */
const FOREIGN_CREDENTIAL =
  /^(aws|vertex|azure|watsonx|gcs|s3)_|^(tenant_id|client_id|client_secret)$|(api_key|secret|password|token)$/;

/** What `litellm_params` sets for every request (`temperature` …): all that is neither the gateway's nor a credential. */
function defaultParameters({ params }: ModelEntry, provider: ProviderDescription | undefined): JsonObject {
  const credentials = new Set(provider?.credentialFields.map((field) => field.name));
  const rows = Object.entries(params).filter(
    ([name, value]) =>
      value != null && !isGatewayParam(name) && !credentials.has(name) && !FOREIGN_CREDENTIAL.test(name),
  );
  return Object.fromEntries(rows) as Record<string, JsonValue>;
}
