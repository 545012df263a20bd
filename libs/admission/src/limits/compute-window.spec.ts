import { parseBudgetDuration } from '@tollgate/canonical';
import fc from 'fast-check';
import { alignAnchor, computeRateWindow, computeWindow } from './compute-window.js';

const at = (text: string): number => Date.parse(text);
const berlin = (duration: string, instant: string): { start: string; end: string } => {
  const window = {
    duration,
    timeZone: 'Europe/Berlin',
    anchor: alignAnchor(duration, 'Europe/Berlin', at('2026-01-15T10:00:00Z')),
  };
  const { start, end } = computeWindow(window, at(instant));
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
};

describe('computeWindow', () => {
  it('lets a day begin at midnight of the budget’s zone, 23 and 25 hours long when the clocks change', () => {
    expect(berlin('1d', '2026-03-29T12:00:00Z')).toEqual({
      start: '2026-03-28T23:00:00.000Z',
      end: '2026-03-29T22:00:00.000Z',
    });
    expect(berlin('1d', '2026-10-25T12:00:00Z')).toEqual({
      start: '2026-10-24T22:00:00.000Z',
      end: '2026-10-25T23:00:00.000Z',
    });
  });

  it('aligns 7d and 1w to Monday, 30d and 1mo to the first', () => {
    const week = { start: '2026-06-14T22:00:00.000Z', end: '2026-06-21T22:00:00.000Z' };
    expect(berlin('7d', '2026-06-17T00:00:00Z')).toEqual(week);
    expect(berlin('1w', '2026-06-17T00:00:00Z')).toEqual(week);
    const month = { start: '2026-02-28T23:00:00.000Z', end: '2026-03-31T22:00:00.000Z' };
    expect(berlin('30d', '2026-03-30T00:00:00Z')).toEqual(month);
    expect(berlin('1mo', '2026-03-30T00:00:00Z')).toEqual(month);
  });

  it('counts other lengths from the anchor', () => {
    const window = { duration: '30h', timeZone: 'UTC', anchor: at('2026-01-01T00:00:00Z') };
    expect(computeWindow(window, at('2026-01-02T07:00:00Z'))).toEqual({
      start: at('2026-01-02T06:00:00Z'),
      end: at('2026-01-03T12:00:00Z'),
    });
    expect(computeWindow({ ...window, duration: '30s' }, at('2026-01-01T00:00:59.999Z')).start).toBe(
      at('2026-01-01T00:00:30Z'),
    );
    expect(computeWindow({ ...window, duration: '2mo' }, at('2026-04-01T00:00:00Z')).start).toBe(
      at('2026-03-01T00:00:00Z'),
    );
  });

  it('begins on the last day of a month that lacks the anchor’s day', () => {
    const window = { duration: '1mo', timeZone: 'UTC', anchor: at('2026-01-31T00:00:00Z') };
    expect(computeWindow(window, at('2026-03-01T00:00:00Z'))).toEqual({
      start: at('2026-02-28T00:00:00Z'),
      end: at('2026-03-31T00:00:00Z'),
    });
  });

  it('holds instants before its anchor too', () => {
    const window = { duration: '1d', timeZone: 'UTC', anchor: at('2026-06-01T00:00:00Z') };
    expect(computeWindow(window, at('2026-05-01T13:00:00Z')).start).toBe(at('2026-05-01T00:00:00Z'));
  });

  it('covers time without gap or overlap, in every zone and for every length', () => {
    const duration = fc.constantFrom('30s', '7m', '1h', '2h', '5h', '12h', '1d', '3d', '7d', '30d', '1mo', '3mo');
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/Sao_Paulo',
    );
    const instant = fc.oneof(
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
      fc.integer({ min: at('2026-10-24T20:00:00Z'), max: at('2026-10-25T06:00:00Z') }),
      fc.integer({ min: at('2026-03-28T20:00:00Z'), max: at('2026-03-29T06:00:00Z') }),
    );
    fc.assert(
      fc.property(
        duration,
        zone,
        instant,
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') }),
        (d, z, t, a) => {
          const window = { duration: d, timeZone: z, anchor: a };
          const found = computeWindow(window, t);
          const next = computeWindow({ ...window }, found.end);
          const before = computeWindow({ ...window }, found.start - 1);
          return found.start <= t && t < found.end && next.start === found.end && before.end === found.start;
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([
    ['Europe/Berlin', '2026-10-25T00:00:00Z'],
    ['America/New_York', '2026-11-01T05:00:00Z'],
  ])('counts an hour as an hour where clocks show one twice: %s', (timeZone, first) => {
    const window = { duration: '1h', timeZone, anchor: alignAnchor('1h', timeZone, at('2026-10-01T12:00:00Z')) };
    const start = at(first);
    for (const hour of [start, start + 3_600_000])
      expect(computeWindow(window, hour + 1_800_000)).toEqual({ start: hour, end: hour + 3_600_000 });
  });

  it('refuses a duration that it does not know', () => {
    expect(() => computeWindow({ duration: 'soon', timeZone: 'UTC', anchor: 0 }, 1)).toThrow(RangeError);
    for (const text of ['', '0d', '-1d', '1.5h', '1y', '5 parsecs']) expect(parseBudgetDuration(text)).toBeUndefined();
  });
});

describe('computeRateWindow', () => {
  it('is the minute of the admission instant', () => {
    expect(computeRateWindow(at('2026-11-20T23:22:59.999Z'))).toEqual({
      start: at('2026-11-20T23:22:00Z'),
      end: at('2026-11-20T23:23:00Z'),
    });
  });
});
