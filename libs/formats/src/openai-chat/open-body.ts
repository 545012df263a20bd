import { fail, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import { GatewayError, type GatewayFields } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { liftGatewayFields, withoutKeyFacts } from '../lift-gateway-fields.js';
import { readObjectMember } from '../read-object-member.js';
import { refuseClientDestinations } from '../refuse-client-destinations.js';
import { liftExtraBody } from './lift-extra-body.js';

/** A version of a provider's API, as it stands in a query. */
const API_VERSION = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

export interface OpenedBody {
  /** What speaks to the provider: `extra_body` lifted, the gateway's members taken out, the model that the path names. */
  readonly body: JsonObject;
  readonly gateway: GatewayFields;
  /** The caller's metadata, parsed, without the facts that only the gateway may set. */
  readonly metadata: JsonObject | undefined;
}

/**
 * What OpenAI's dialects have in common before their own members are read. A path's `{model}` (`/openai/deployments/{model}/…`)
 * overrides the body's, a query's `api-version` the body's `api_version`. `check` names what the dialect refuses of the body.
 */
export function openBody(
  { body: sent, params, query }: ClientInput,
  check?: (body: JsonObject) => GatewayError | undefined,
): Outcome<OpenedBody, GatewayError> {
  const lifted = liftExtraBody(sent);
  if (!lifted.ok) return lifted;
  const refusal =
    refuseClientDestinations(sent) ?? (lifted.value === sent ? undefined : refuseClientDestinations(lifted.value));
  if (refusal !== undefined) return fail(refusal);
  const { gateway, rest } = liftGatewayFields(lifted.value);
  const apiVersion = query['api-version'] ?? gateway.apiVersion;
  if (apiVersion !== undefined && !API_VERSION.test(apiVersion)) return fail(invalidVersion());
  const metadata = readObjectMember(rest, 'metadata');
  const named = params['model'] === undefined ? rest : { ...rest, model: params['model'] };
  const body = metadata === undefined ? named : { ...named, metadata };
  const invalid = check?.(body);
  if (invalid !== undefined) return fail(invalid);
  return succeed({
    body,
    gateway: apiVersion === undefined ? gateway : { ...gateway, apiVersion },
    metadata: metadata === undefined ? undefined : withoutKeyFacts(metadata),
  });
}

function invalidVersion(): GatewayError {
  return new GatewayError('invalid_request', {
    message: "Invalid value for 'api-version': expected a version such as 2024-10-21, or leave it out.",
    param: 'api-version',
  });
}
