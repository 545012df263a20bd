/**
 * Where the connections of a destination may go that somebody set over the API. Addresses of no use to a gateway and of much to an attacker
 * (metadata services, link-local, multicast, reserved) are refused in any case but for `allowed`.
 */
export interface AddressRules {
  /** Loopback and private networks, where operators run models of their own. */
  readonly privateNetworks: 'allowed' | 'refused';
  /** Networks (`10.1.0.0/16`), addresses and host names that the operator lets be reached all the same. */
  readonly allowed: readonly string[];
}
