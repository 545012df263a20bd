import { hostname, networkInterfaces } from 'node:os';
import { type Deployment, deploymentsOf, type ProviderDescription, type Snapshot } from '@tollgate/canonical';
import { type ConfigProblem, isLoopback, type Settings } from '@tollgate/config';
import { isEveryAddress } from './every-address.js';

/**
 * A deployment whose address is the one this process is about to listen on: each call to it would call the gateway again, and
 * reserve again, until something gives. Addresses that lead back here through a proxy or another name are not seen.
 */
export function findOwnAddresses(
  snapshot: Snapshot,
  { process: own, environment }: Settings,
  providers: readonly ProviderDescription[],
): readonly ConfigProblem[] {
  return deploymentsOf(snapshot)
    .filter(({ target }) => isOwnAddress(target.apiBase, own.host, own.port))
    .map((deployment) => ({
      path: `model ${deployment.group}`,
      message: `its address ${originOf(deployment)} is the one this gateway listens on, which would call itself: ${adviceFor(deployment, providers, environment)}`,
    }));
}

/** Names that lead to one loopback listener; any other loopback address (127.0.0.2) is one of its own. */
const USUAL: readonly string[] = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::'];

/** True when a connection to the address would arrive at a listener on this host and port. */
export function isOwnAddress(address: string, host: string, port: number): boolean {
  if (port === 0 || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (portOf(url) !== port) return false;
  const target = url.hostname.replace(/^\[|\]$/g, '');
  if (target === host) return true;
  if (isEveryAddress(host)) return isThisMachine(target) || ownNames().includes(target);
  return USUAL.includes(target) && USUAL.includes(host);
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Addresses that lead to the machine itself wherever they are used; a connection to "any" goes to loopback. */
function isThisMachine(host: string): boolean {
  return isLoopback(host) || isEveryAddress(host);
}

function ownNames(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [hostname().toLowerCase(), ...addresses];
}

function originOf({ target }: Deployment): string {
  return new URL(target.apiBase).origin;
}

function adviceFor(
  { provider, target }: Deployment,
  providers: readonly ProviderDescription[],
  environment: Settings['environment'],
): string {
  const names = providers.find(({ id }) => id === provider)?.apiBaseEnvironment ?? [];
  const variable = names.find((name) => environment.read(name)?.replace(/\/+$/, '') === target.apiBase);
  return variable === undefined
    ? "set its api_base to the provider's, or choose another --port"
    : `${variable} belongs in the shell of its clients; unset it in this one, or choose another --port`;
}
