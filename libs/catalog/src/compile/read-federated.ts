import type { Credential } from '@tollgate/canonical';
import type { EnvironmentReader } from '@tollgate/config';
import { fail, type Outcome, succeed } from '@tollgate/kernel';

/** Where AKS's workload identity puts its token (learn.microsoft.com/azure/aks/workload-identity-overview). */
const AZURE_FILE = 'AZURE_FEDERATED_TOKEN_FILE';
const SERVED = 'oidc/azure/, oidc/file/<path>, oidc/env_path/<VARIABLE> and oidc/env/<VARIABLE> are';

/**
 * LiteLLM's `oidc/<provider>/<where>` (its documentation, "OpenID Connect"): the token of another issuer that an application shows, or the file
 * that it is read from whenever one is needed. Only of the operator's own file or environment: it names files and variables. The error is
 * a sentence's end, for the member that held it.
 */
export function readFederated(reference: string, environment: EnvironmentReader): Outcome<Credential, string> {
  const [, provider = '', ...rest] = reference.split('/');
  const where = rest.join('/');
  switch (provider) {
    case 'env':
      return readVariable(where, environment, 'client_assertion');
    case 'env_path':
      return readVariable(where, environment, 'client_assertion_file');
    case 'file':
      if (where === '') return fail('names no file: write oidc/file/<path>');
      return succeed({ client_assertion_file: where.startsWith('/') ? where : `/${where}` });
    case 'azure':
      if (where !== '') return fail('asks for a token with an audience, which is not served: oidc/azure/ alone is');
      return readVariable(AZURE_FILE, environment, 'client_assertion_file');
    default:
      return fail(`names an issuer that is not served: "${provider}" is not served, ${SERVED}`);
  }
}

function readVariable(name: string, environment: EnvironmentReader, member: string): Outcome<Credential, string> {
  if (name === '') return fail('names no environment variable: write oidc/env/<VARIABLE>');
  const value = environment.read(name)?.trim();
  return value === undefined || value === '' ? fail(`names ${name}, which is not set`) : succeed({ [member]: value });
}
