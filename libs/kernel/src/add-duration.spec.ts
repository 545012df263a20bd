import { addDuration } from './add-duration.js';

const at = (text: string): number => Date.parse(text);

describe('durations', () => {
  it.each([
    ['30s', '2026-01-31T00:00:30Z'],
    ['30m', '2026-01-31T00:30:00Z'],
    ['30h', '2026-02-01T06:00:00Z'],
    ['30d', '2026-03-02T00:00:00Z'],
    ['2w', '2026-02-14T00:00:00Z'],
    ['1mo', '2026-02-28T00:00:00Z'],
    ['13mo', '2027-02-28T00:00:00Z'],
  ])('%s after 2026-01-31 is %s', (duration, expected) => {
    expect(addDuration(at('2026-01-31T00:00:00Z'), duration)).toBe(at(expected));
  });

  it.each(['5 parsecs', '', '0d', '-1', '1.5h', '30', 'd', '1y', '30D', '99999999999999999d', '1d '])(
    '%p is no duration',
    (duration) => {
      expect(addDuration(0, duration)).toBeUndefined();
    },
  );
});
