import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressRules } from '@tollgate/canonical';
import { AddressRefused } from './address-refused.js';
import { isAllowedByName, refuseAddress } from './refuse-address.js';

/** How `node:dns` looks a name up. */
export type Lookup = typeof lookup;

/**
 * Looks names up for a socket that is about to connect, and gives it only what was judged: a name that leads to another address the next time
 * is judged again, and one of whose addresses is refused is refused whole.
 */
export function guardedLookup(rules: AddressRules, ask: Lookup = lookup): LookupFunction {
  return (name, options, callback) => {
    ask(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return void callback(error, []);
      const why = isAllowedByName(name, rules) ? undefined : firstRefusal(addresses, rules);
      if (why !== undefined) return void callback(new AddressRefused(`${name}: ${why}`), []);
      const [first] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function firstRefusal(addresses: readonly LookupAddress[], rules: AddressRules): string | undefined {
  for (const { address } of addresses) {
    const why = refuseAddress(address, rules);
    if (why !== undefined) return why;
  }
  return undefined;
}
