import type { Deployment } from '@tollgate/canonical';
import { refuseHost } from './refuse-address.js';

/** Why a deployment's own address may not be called, as far as it can be told before a name is looked up; undefined: it may. */
export function refuseDestination({
  target,
  addresses,
}: Pick<Deployment, 'addresses'> & { readonly target: Pick<Deployment['target'], 'apiBase'> }): string | undefined {
  if (addresses === undefined || !URL.canParse(target.apiBase)) return undefined;
  const why = refuseHost(new URL(target.apiBase).hostname, addresses);
  return why === undefined
    ? undefined
    : `its address may not be called: ${why}. The operator can let it through in general_settings.allow_addresses_from_api`;
}
