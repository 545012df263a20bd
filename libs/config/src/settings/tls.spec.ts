import { join } from 'node:path';
import { pemFile, sslVerify, tlsOf } from './tls.js';

const FILE = join(__dirname, '../../../../test/support/tls/provider.pem');
const PEM = expect.stringContaining('-----BEGIN CERTIFICATE-----');

describe('ssl_verify', () => {
  it.each([
    [true, true],
    ['False', false],
    [0, false],
    [FILE, PEM],
  ])('reads %p', (given, read) => expect(sslVerify.parse(given)).toEqual(read));

  it.each([
    ['/no/such/file.pem', 'the PEM file /no/such/file.pem cannot be read (ENOENT)'],
    [__filename.replace('tls.spec.ts', 'header-map.ts'), 'holds no PEM block'],
  ])('says what is wrong with %p', (given, message) => {
    expect(sslVerify.safeParse(given).error?.issues[0]?.message).toContain(message);
    expect(pemFile.safeParse(given).error?.issues[0]?.message).toContain(message);
  });
});

describe("an entry's TLS settings", () => {
  const defaults = { verify: false, certificate: 'COMPANY' } as const;

  it.each([
    ['takes what holds for all where it says nothing', {}, defaults],
    ['checks certificates again where the others do not', { ssl_verify: true }, { certificate: 'COMPANY' }],
    ['trusts authorities of its own', { ssl_verify: 'PEM' }, { authorities: 'PEM', certificate: 'COMPANY' }],
    ['shows a certificate of its own', { ssl_certificate: 'OWN' }, { verify: false, certificate: 'OWN' }],
  ])('%s', (_name, entry, expected) => expect(tlsOf(entry, defaults)).toEqual(expected));
});
