import { formatUsd } from './format-usd.js';

describe('formatUsd', () => {
  it.each([
    [10_000_000_000n, '10.0'],
    [0n, '0.0'],
    [40_000_000n, '0.04'],
    [140_000n, '0.00014'],
    [100_000n, '0.0001'],
    [99_000n, '9.9e-05'],
    [10_000n, '1e-05'],
    [8_400n, '8.4e-06'],
    [1n, '1e-09'],
  ])('writes %s nano-dollars as Python writes the float: %s', (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });
});
