import { hostname, networkInterfaces } from 'node:os';
import { isOwnAddress } from './own-address.js';

const outside = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .map(({ address }) => address)
  .filter((address) => !/^127\.|:/.test(address));

type Pair = [address: string, host: string];

describe('isOwnAddress', () => {
  it.each<Pair>([
    ['http://127.0.0.1:4000/v1', '127.0.0.1'],
    ['http://localhost:4000/v1', '127.0.0.1'],
    ['http://[::1]:4000', 'localhost'],
    ['http://0.0.0.0:4000', '127.0.0.1'],
    ['http://127.0.0.1:4000', '0.0.0.0'],
    ['http://127.9.9.9:4000', '::'],
    ['http://gateway.internal:4000', 'gateway.internal'],
    ...outside.map((address): Pair => [`http://${address}:4000`, '0.0.0.0']),
  ])('%s is that of a listener on %s', (address, host) => {
    expect(isOwnAddress(address, host, 4000)).toBe(true);
  });

  it.each<Pair>([
    ['http://127.0.0.1:4001/v1', '127.0.0.1'],
    ['https://api.openai.com/v1', '0.0.0.0'],
    ['http://192.0.2.7:4000', '0.0.0.0'],
    ['http://127.0.0.2:4000', '127.0.0.1'],
    ['', '127.0.0.1'],
    ...outside.map((address): Pair => [`http://${address}:4000`, '127.0.0.1']),
  ])('%s is not that of a listener on %s', (address, host) => {
    expect(isOwnAddress(address, host, 4000)).toBe(false);
  });

  it('knows the ports that an address leaves out, and no listener whose port is not chosen yet', () => {
    expect(isOwnAddress('http://localhost/v1', 'localhost', 80)).toBe(true);
    expect(isOwnAddress('https://localhost/v1', 'localhost', 443)).toBe(true);
    expect(isOwnAddress('http://localhost:0/v1', 'localhost', 0)).toBe(false);
  });

  it('takes the name of this machine for it where all addresses are listened on', () => {
    expect(isOwnAddress(`http://${hostname()}:4000`, '0.0.0.0', 4000)).toBe(true);
  });
});
