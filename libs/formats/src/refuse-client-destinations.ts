import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { readObjectMember } from './read-object-member.js';

/** Where the members are looked for beside the body's root. */
const NESTED = ['metadata', 'litellm_metadata', 'litellm_params', 'extra_body'] as const;

/** Members that choose where a request goes or with which credentials (LiteLLM's list of 2026). */
export const DESTINATION_MEMBERS: ReadonlySet<string> = new Set([
  'api_key',
  'api_base',
  'base_url',
  'user_config',
  'deployment_url',
  'azure_ad_token',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_role_name',
  'aws_web_identity_token',
  'aws_sts_endpoint',
  'aws_bedrock_runtime_endpoint',
  'vertex_credentials',
  's3_endpoint_url',
  'sagemaker_base_url',
]);

/** Credentials and hosts of a callback for one request (`langfuse_host`, `langsmith_api_key` …). */
const CALLBACK_SETTING =
  /^(langfuse|langsmith|gcs|arize|phoenix|posthog|wandb|braintrust|datadog|dd|helicone|lunary|opik|humanloop|weave|otel|slack)_(.*_)?(host|url|base|endpoint|webhook|key|secret|token|credentials|account|bucket_name|project|space_id)$/;

/** What a token costs is the operator's to say (`input_cost_per_token` and its kin). */
const PRICE = /(^|_)cost_per_/;

/**
 * Refuses a request that names its own destination, credentials or prices, at the body's root, inside its metadata and in what is to take over, whatever
 * the value is (null too). LiteLLM's code and text (401 `auth_error`); undefined when there is nothing to refuse.
 */
export function refuseClientDestinations(body: JsonObject): GatewayError | undefined {
  const member =
    findBanned(body, '') ??
    NESTED.map((name) => findNested(body, name)).find((path) => path !== undefined) ??
    findInFallbacks(body['fallbacks']);
  if (member === undefined) return undefined;
  return new GatewayError('client_destination_refused', {
    message: `Authentication Error, Rejected Request: ${member} is not allowed in request body. A request cannot choose where it is sent, with which credentials, or at what price: leave it out, or have the operator configure a model for it.`,
    param: member,
  });
}

function findNested(body: JsonObject, name: string): string | undefined {
  const value = readObjectMember(body, name);
  return value === undefined ? undefined : findBanned(value, `${name}.`);
}

/** A model that is to take over may be written as an object. */
function findInFallbacks(fallbacks: JsonValue | undefined): string | undefined {
  if (!Array.isArray(fallbacks)) return undefined;
  for (const [index, entry] of (fallbacks as readonly JsonValue[]).entries()) {
    const member = isJsonObject(entry) ? findBanned(entry, `fallbacks[${String(index)}].`) : undefined;
    if (member !== undefined) return member;
  }
  return undefined;
}

function findBanned(object: JsonObject, prefix: string): string | undefined {
  for (const key in object) if (isBanned(key)) return `${prefix}${key}`;
  return undefined;
}

/** Every name that the patterns take has an underscore, and most members have none. */
function isBanned(name: string): boolean {
  return DESTINATION_MEMBERS.has(name) || (name.includes('_') && (CALLBACK_SETTING.test(name) || PRICE.test(name)));
}
