import type { Schema } from '../written-routes.js';

/** Where a value comes to stand in a field; each is a body's member of its own. */
type Placed = readonly unknown[];

/** Members of `litellm_params` that lead somewhere, or say what is sent there. */
export const LEADING_PARAMS = [
  'api_base',
  'base_url',
  'model',
  'api_key',
  'api_version',
  'azure_ad_token',
  'azure_authority_host',
  'azure_scope',
  'tenant_id',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_file',
  'litellm_credential_name',
  'custom_llm_provider',
  'organization',
  'region_name',
  'ssl_verify',
  'ssl_certificate',
  'vertex_credentials',
  'aws_web_identity_token',
  'extra_headers',
  'headers',
] as const;

/** The address of a cloud's metadata service as it can be spelt, and names that lead to it (`NAMES`). */
const METADATA = [
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://0251.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://METADATA.google.internal./',
  'http://user@169.254.169.254:80/',
  'http://1６9.254.169.254/',
  'http://named-metadata.test/',
  'http://named-metadata-6.test/',
  'https://169.254.169.254/',
] as const;

/** What a name server would say. */
export const NAMES = { 'named-metadata.test': '169.254.169.254', 'named-metadata-6.test': 'fd00:ec2::254' } as const;

/** A variable of the gateway's environment, as somebody could hope to have it read. */
export function referencesTo(name: string): readonly string[] {
  return [
    `os.environ/${name}`,
    `\t os.environ/ ${name} `,
    `\${${name}}`,
    `$${name}`,
    `oidc/env/${name}`,
    `secret/${name}`,
  ];
}

/** A file that holds a secret, and one that is a module. */
export function referencesToFiles(secret: string, module: string): readonly string[] {
  return [secret, `file://${secret}`, `oidc/file${secret}`, module, 'canary_module.handler'];
}

/** All addresses of a host at which somebody listens, and those of metadata services. */
export function addressesAt(origin: string): readonly string[] {
  return [`${origin}/v1`, `${origin}/redirect/v1`, ...METADATA];
}

/** `value` in a field by its type; the members of objects one by one. `foreign`: where a model that is set goes otherwise. */
export function placeIn(name: string, { type, items }: Schema, value: string, foreign: string): Placed {
  if (type === 'array') return [items?.type === 'object' ? [setting(value, foreign)] : [value]];
  if (type !== 'object') return [value];
  if (name !== 'litellm_params') return [setting(value, foreign)];
  return LEADING_PARAMS.map((member) => ({
    ...paramsAt(foreign),
    [member]: /headers$/.test(member) ? { 'x-own': value } : value,
  }));
}

/** Whatever could be a callback, a router or a destination of its own for a key, a team or a model. */
function setting(value: string, foreign: string): object {
  const callback_vars = { langfuse_host: foreign, langfuse_public_key: value, langfuse_secret_key: value };
  return {
    logging: [{ callback_name: 'langfuse', callback_type: 'success_and_failure', callback_vars }],
    callback_vars,
    guardrails: [value],
    model_list: [{ model_name: 'x', litellm_params: { ...paramsAt(foreign), api_key: value } }],
    api_base: value,
    api_key: value,
    [value]: value,
  };
}

function paramsAt(foreign: string): object {
  return { model: 'azure/x', api_base: `${foreign}/v1`, api_version: '1' };
}
