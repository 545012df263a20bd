import { maskAddress } from './mask-address.js';

describe('maskAddress', () => {
  it.each([
    ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
    ['redis://:hunter2@127.0.0.1:6379/2', 'redis://:***@127.0.0.1:6379/2'],
    ['rediss://me:hunter2@cache.example', 'rediss://me:***@cache.example'],
    ['redis://cache.example?password=hunter2', 'redis://cache.example?***'],
  ])('%s is shown as %s', (address, shown) => {
    expect(maskAddress(address)).toBe(shown);
  });
});
