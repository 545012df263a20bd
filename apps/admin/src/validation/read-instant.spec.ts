import { readInstant } from './read-instant.js';

describe('instants of a request', () => {
  it.each([
    ['2026-12-31', '2026-12-31T00:00:00.000Z'],
    ['2026-12-31T23:59', '2026-12-31T23:59:00.000Z'],
    ['2026-12-31 23:59:59', '2026-12-31T23:59:59.000Z'],
    ['2026-12-31T23:59:59.123456Z', '2026-12-31T23:59:59.123Z'],
    ['2026-12-31T23:59:59+0130', '2026-12-31T22:29:59.000Z'],
    ['2024-02-29T00:00:00-05:00', '2024-02-29T05:00:00.000Z'],
  ])('reads %s as %s', (text, expected) => {
    const read = readInstant('at', text);
    expect(read.ok && new Date(read.value).toISOString()).toBe(expected);
  });

  it.each(['', 'soon', '2026-02-30', '2026-13-01', '2026-01-01T25:00:00Z', '1969-12-31', '99999-01-01', '1767225600'])(
    'refuses %p, naming the field',
    (text) => {
      const read = readInstant('at', text);
      expect(read.ok ? undefined : read.error).toMatchObject({ status: 400, param: 'at' });
    },
  );
});
