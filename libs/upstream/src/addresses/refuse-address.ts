import { BlockList, isIP } from 'node:net';
import type { AddressRules } from '@tollgate/canonical';

type Family = 'ipv4' | 'ipv6';
type Network = readonly [address: string, bits: number];

/** Where no model is served: metadata services, link-local, multicast, reserved, documentation, and IPv6 forms that carry an IPv4 address. */
const NEVER = listOf(
  [
    ['0.0.0.0', 8],
    ['169.254.0.0', 16],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
    // metadata services of Alibaba and Oracle, and Azure's wire server
    ['100.100.100.200', 32],
    ['192.0.0.192', 32],
    ['168.63.129.16', 32],
  ],
  [
    ['::', 128],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 32],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
    // AWS's and Google's metadata services
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
  ],
);

const PRIVATE = listOf(
  [
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ],
  [
    ['::1', 128],
    ['fc00::', 7],
  ],
);

/** Names that clouds give their metadata services. */
const NEVER_NAMED: readonly string[] = ['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data'];

/**
 * Why a destination may not be reached by the name or address that stands in it; undefined: nothing speaks against it so far. `host` as a URL
 * has it. What a name leads to is judged when it is connected to (`refuseAddress`).
 */
export function refuseHost(host: string, rules: AddressRules): string | undefined {
  const name = plainName(host);
  if (isAllowedByName(name, rules)) return undefined;
  if (isIP(name) !== 0) return refuseAddress(name, rules);
  if (NEVER_NAMED.includes(name)) return `${name} is a metadata service`;
  const isLocal = name === 'localhost' || name.endsWith('.localhost');
  return isLocal && rules.privateNetworks === 'refused' ? refuseAddress('127.0.0.1', rules) : undefined;
}

/** Whether the operator lets a host be reached by its name, whatever that leads to. */
export function isAllowedByName(host: string, { allowed }: AddressRules): boolean {
  const name = plainName(host);
  return allowed.some((range) => range.toLowerCase() === name);
}

/** Without the brackets of an IPv6 address and the dot at the end of a whole name. */
function plainName(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** Why an IP address may not be connected to; undefined: it may. */
export function refuseAddress(address: string, { allowed, privateNetworks }: AddressRules): string | undefined {
  const plain = unmapped(address);
  const family: Family = isIP(plain) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(plain) === 0) return `${address} is no address`;
  if (allowed.some((range) => holds(range, plain, family))) return undefined;
  if (NEVER.check(plain, family)) return `${address} is reserved, link-local or a metadata service`;
  if (privateNetworks === 'refused' && PRIVATE.check(plain, family)) return `${address} is in a private network`;
  return undefined;
}

/** An IPv4 address in its IPv6 form (`::ffff:a9fe:a9fe`, `::169.254.169.254`) leads where the IPv4 one does. */
function unmapped(address: string): string {
  if (isIP(address) !== 6) return address;
  const [, mapped] =
    /^\[::(?:ffff:)?([0-9a-f]{1,4}:[0-9a-f]{1,4})\]$/.exec(
      new URL(`http://[${address.split('%')[0] ?? ''}]`).hostname,
    ) ?? [];
  if (mapped === undefined) return address.split('%')[0] ?? '';
  const [high = 0, low = 0] = mapped.split(':').map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function holds(range: string, address: string, family: Family): boolean {
  const [network = '', bits] = range.split('/');
  const version = isIP(network);
  if (version === 0 || (version === 4) !== (family === 'ipv4')) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  return list.check(address, family);
}

function listOf(four: readonly Network[], six: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of four) list.addSubnet(address, bits, 'ipv4');
  for (const [address, bits] of six) list.addSubnet(address, bits, 'ipv6');
  return list;
}
