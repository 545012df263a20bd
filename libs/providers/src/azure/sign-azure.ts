import type { Credential, HttpRequestSpec } from '@tollgate/canonical';

/**
 * The key as `api-key`, else a token of Microsoft Entra: the operator's (`azure_ad_token`), or the one that was fetched for the client's
 * credentials. Only where the operator's own headers do not already carry one.
 */
export function signAzure(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  if (spec.headers['api-key'] !== undefined || spec.headers['authorization'] !== undefined) return spec;
  const { api_key: key, azure_ad_token: token } = credential;
  if (key !== undefined && key !== '') return withHeader(spec, { 'api-key': key });
  return token === undefined || token === '' ? spec : withHeader(spec, { authorization: `Bearer ${token}` });
}

function withHeader(spec: HttpRequestSpec, header: Readonly<Record<string, string>>): HttpRequestSpec {
  return { ...spec, headers: { ...header, ...spec.headers } };
}
