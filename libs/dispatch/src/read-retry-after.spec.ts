import { readRetryAfter } from './read-retry-after.js';

const NOW = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

describe('readRetryAfter', () => {
  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '120', 'retry-after': '2' }, 120],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:05 GMT' }, 5_000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:27:00 GMT' }, 0],
    [{ 'retry-after': '-3' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('reads %j as %p ms', (headers, ms) => {
    expect(readRetryAfter(headers as Record<string, string>, NOW)).toBe(ms);
  });
});
