import { readDate } from './read-date.js';

describe('dates of a query', () => {
  it.each([
    ['2026-05-01', 'start', '2026-05-01T00:00:00Z'],
    ['2026-05-01', 'end', '2026-05-02T00:00:00Z'],
    ['2026-05-01 10:20:30', 'start', '2026-05-01T10:20:30Z'],
    ['2026-05-01T10:20:30', 'end', '2026-05-01T10:20:30Z'],
    ['2028-02-29', 'start', '2028-02-29T00:00:00Z'],
  ] as const)('%s as %s of a range is %s', (text, edge, expected) => {
    expect(readDate(text, edge)).toEqual({ ok: true, value: Date.parse(expected) });
  });

  it.each(['x', '', '2026-02-30', '2026-13-01', '2026-05-01 25:00:00', '2026-5-1', '2026-05-01Z'])(
    '%p is none',
    (text) => {
      const outcome = readDate(text, 'start');
      expect(outcome.ok ? undefined : outcome.error.message).toBe(
        `Invalid date format: ${text}. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'`,
      );
    },
  );

  it.each(['0001-01-01', '1969-12-31', '9999-12-31', '9999-01-01 00:00:00'])(
    '%p is further off than any call',
    (text) => {
      const outcome = readDate(text, 'end', 'endTime');
      expect(outcome.ok ? undefined : outcome.error).toMatchObject({
        status: 400,
        param: 'endTime',
        message: `endTime must be from 1970-01-01 to 9998-12-31. Received: ${text}`,
      });
    },
  );
});
