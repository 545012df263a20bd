import type { AddressRules } from '@tollgate/canonical';
import { refuseHost } from './refuse-address.js';

const OPERATOR: AddressRules = { privateNetworks: 'allowed', allowed: [] };
const TEAM: AddressRules = { privateNetworks: 'refused', allowed: [] };
const hostOf = (address: string): string => new URL(address).hostname;

describe('the addresses that a destination from the API may lead to', () => {
  it.each([
    'http://169.254.169.254/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://0251.0376.0251.0376/',
    'http://169.254.170.2/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://metadata.google.internal/',
    'http://METADATA.google.internal./',
  ])('%s is refused to everybody', (address) => {
    expect(refuseHost(hostOf(address), OPERATOR)).toBeDefined();
    expect(refuseHost(hostOf(address), TEAM)).toBeDefined();
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://localhost/',
    'http://a.localhost/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd12::1]/',
  ])("%s is an operator's to name, and no team's", (address) => {
    expect(refuseHost(hostOf(address), OPERATOR)).toBeUndefined();
    expect(refuseHost(hostOf(address), TEAM)).toBeDefined();
  });

  it.each(['http://93.184.216.34/', 'https://api.openai.com/', 'http://[2606:4700::1111]/', 'http://172.32.0.1/'])(
    "%s is anybody's to name",
    (address) => {
      expect(refuseHost(hostOf(address), TEAM)).toBeUndefined();
    },
  );

  it('lets through what the operator lists: networks, addresses, names', () => {
    const rules: AddressRules = { privateNetworks: 'refused', allowed: ['10.1.0.0/16', 'fd12::/64', 'Localhost'] };
    const refused = ['10.1.255.1', '10.2.0.1', '[fd12::7]', '[fd13::7]', 'localhost', '127.0.0.1'].filter(
      (host) => refuseHost(host, rules) !== undefined,
    );
    expect(refused).toEqual(['10.2.0.1', '[fd13::7]', '127.0.0.1']);
  });
});
