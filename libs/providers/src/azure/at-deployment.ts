import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, HttpRequestSpec, Target } from '@tollgate/canonical';
import type { ProviderOperation } from '../adapter.js';
import { type AzureEndpoint, type DeploymentAddress, locateDeployment } from './locate-deployment.js';
import { signAzure } from './sign-azure.js';

/** The first version that takes `stream_options` (Azure OpenAI, API version lifecycle); older ones refuse a request with it. */
const STREAM_OPTIONS_SINCE = '2024-09-01';

/** An endpoint; by the request where one operation has several. */
type EndpointOf = Omit<AzureEndpoint, 'path'> & { readonly path: (request: CanonicalRequest) => readonly string[] };

/** An operation of OpenAI's as a deployment of Azure's serves it: another address, another header, the deployment's name for the model. */
export function atDeployment(operation: ProviderOperation, { path, beneath }: EndpointOf): ProviderOperation {
  return {
    ...operation,
    buildRequest: (request, target, outputTokensMax) => {
      const built = operation.buildRequest(request, { ...target, apiBase: originOf(target) }, outputTokensMax);
      if (!built.ok) return built;
      const address = locateDeployment(request, target, { path: path(request), beneath });
      const { more } = built.value;
      return {
        ok: true,
        value: {
          ...built.value,
          spec: readdress(built.value.spec, address),
          ...(more !== undefined && { more: more.map((spec) => readdress(spec, address)) }),
        },
      };
    },
    sign: signAzure,
  };
}

/** The operation writes its own path, which is none of Azure's. */
function originOf({ apiBase }: Target): string {
  return new URL(apiBase).origin;
}

function readdress(spec: HttpRequestSpec, { version, origin, path, query }: DeploymentAddress): HttpRequestSpec {
  const { query: _none, ...rest } = spec;
  const isOld = version !== undefined && version < STREAM_OPTIONS_SINCE;
  const body = isOld && spec.body !== undefined ? { body: withoutStreamOptions(spec.body) } : {};
  const asked = query !== undefined && Object.keys(query).length > 0 ? { query } : {};
  return { ...rest, ...body, origin, path, ...asked };
}

function withoutStreamOptions(text: string): string {
  const body = JSON.parse(text) as JsonValue;
  if (!isJsonObject(body) || body['stream_options'] === undefined) return text;
  const { stream_options: _refused, ...others } = body;
  return JSON.stringify(others);
}
