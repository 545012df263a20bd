import { isTimeZone } from './is-time-zone.js';

describe('isTimeZone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'US/Eastern'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Nowhere', 'Europe/Berlin\0', "'; DROP TABLE", 'x'.repeat(1_000_000)])('does not know %p', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
