import { GatewayError } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import { toShownParams } from '@tollgate/persistence';

/** The members of kept parameters that answers hide, and that a change does not say anew. */
export function keptSecrets(before: JsonObject, said: JsonObject): readonly string[] {
  return Object.keys(before).filter((name) => !Object.hasOwn(said, name) && isHidden(before, name));
}

function isHidden(params: JsonObject, name: string): boolean {
  const member = { [name]: params[name] ?? null };
  return JSON.stringify(toShownParams(member)) !== JSON.stringify(member);
}

/**
 * Where a model leads, its secrets go. Who does not run the gateway (an admin of a team), or calls with a key that is held back, changes that
 * only with all of them said anew: what he is not shown he sends nowhere (edge-and-authority 3). 403, naming the member.
 */
export function redirectRefused(param: string, secrets: readonly string[]): GatewayError {
  return new GatewayError('grant_refused', {
    message: `${param}: what is kept would go to another address: ${secrets.join(', ')}. Say each of these anew, or null, together with the address.`,
    param,
  });
}
