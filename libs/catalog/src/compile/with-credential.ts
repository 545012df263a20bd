import type { ConfigProblem, KeptModel } from '@tollgate/config';
import { fail, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';

/** A credential of a provider that is kept in the store, in the clear. */
export interface KeptCredential {
  readonly name: string;
  /** Members of `litellm_params`. */
  readonly values: JsonObject;
  /** Where it may be sent, besides its provider's own address. */
  readonly allowedOrigins: readonly string[];
}

/**
 * A kept model with what its credential gives (`litellm_credential_name`); its own members go before. The credential goes to the origins that
 * it is bound to and to no others, and to no model of a team: it is the operator's.
 */
export function withCredential(
  model: KeptModel,
  credentials: ReadonlyMap<string, KeptCredential>,
): Outcome<KeptModel, readonly ConfigProblem[]> {
  const name = model.params['litellm_credential_name'];
  if (name == null) return succeed(model);
  const credential = typeof name === 'string' ? credentials.get(name) : undefined;
  // a team learns nothing of what there is
  if (credential === undefined || model.teamId !== null) return refuse('names no credential that this model may use');
  const params = { ...credential.values, ...model.params };
  const base = params['api_base'] ?? params['base_url'];
  if (base != null && !credential.allowedOrigins.includes(originOf(base)))
    return refuse(
      `is not bound to ${originOf(base)}: list the origin in allowed_origins of the credential, or leave the address out`,
    );
  return succeed({ ...model, params });
}

function refuse(message: string): Outcome<never, readonly ConfigProblem[]> {
  return fail([{ path: 'litellm_params.litellm_credential_name', message }]);
}

function originOf(address: JsonValue): string {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).origin : 'this address';
}
