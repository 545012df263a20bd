import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ConfigProblem } from '../problem.js';

/** Where Microsoft Entra issues tokens (learn.microsoft.com, "National clouds"): an application's secret is sent there. */
const AUTHORITIES: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
]);

const FILE = 'names a file of the gateway, which is for the configuration file alone';

/** Members of `litellm_params` that lead to files, issuers and authorities of the operator's: none of them is taken from the API. */
export function findOperatorsOwn(params: JsonObject, path: string): readonly ConfigProblem[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const message = value == null ? undefined : problemOf(name, value);
    return message === undefined ? [] : [{ path: `${path}.${name}`, message }];
  });
}

function problemOf(name: string, value: JsonValue): string | undefined {
  if (name === 'ssl_certificate' || (name === 'ssl_verify' && isPath(value))) return FILE;
  if (typeof value !== 'string') return undefined;
  if (/_(file|path)$/.test(name) || (name === 'vertex_credentials' && !value.trim().startsWith('{'))) return FILE;
  if (value.trim().startsWith('oidc/'))
    return "names another issuer's token by where the gateway finds it, which is for the configuration file alone";
  if (name === 'azure_authority_host' && !isAuthority(value))
    return `is none of Microsoft's: ${[...AUTHORITIES].join(', ')}`;
  return undefined;
}

function isPath(value: JsonValue): boolean {
  return typeof value === 'string' && !/^(true|false|yes|no|on|off|0|1)$/i.test(value.trim());
}

function isAuthority(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === 'https:' && AUTHORITIES.has(host);
}
