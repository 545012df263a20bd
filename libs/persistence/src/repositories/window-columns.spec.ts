import { windowColumns, type WindowSettings } from './window-columns.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const BEFORE = { budgetDuration: '1d', budgetTimeZone: 'Europe/Berlin' };

const columns = (settings: WindowSettings, before: typeof BEFORE | null = BEFORE, timeZone = 'UTC') => {
  const { budgetAnchor, budgetTimeZone } = windowColumns(settings, before, { now: NOW, timeZone });
  return { anchor: budgetAnchor?.toISOString() ?? budgetAnchor, zone: budgetTimeZone };
};

describe('the columns of a window', () => {
  it('of a new holder follow the calendar of the operator’s zone, also before it has a duration', () => {
    const berlin = { anchor: '2026-11-24T23:00:00.000Z', zone: 'Europe/Berlin' };
    expect(columns({ budgetDuration: '1d' }, null, 'Europe/Berlin')).toEqual(berlin);
    expect(columns({ budgetDuration: '7d' }, null)).toEqual({ anchor: '2026-11-23T00:00:00.000Z', zone: 'UTC' });
    expect(columns({}, null, 'Europe/Berlin')).toEqual({ anchor: null, zone: 'Europe/Berlin' });
  });

  it('of a new holder are what is said of them', () => {
    const said = { budgetDuration: '1mo', budgetTimeZone: 'Asia/Tokyo', budgetAnchor: Date.UTC(2026, 0, 15) };
    expect(columns(said, null)).toEqual({ anchor: '2026-01-15T00:00:00.000Z', zone: 'Asia/Tokyo' });
  });

  it('begin at a time without a zone in that of the budget: the one that is said, the one that is there, or the operator’s', () => {
    const nine = { budgetDuration: '1d', budgetAnchor: { wallMs: Date.parse('2026-11-20T09:00:00Z') } };
    const at = (hour: string) => `2026-11-20T${hour}:00:00.000Z`;
    const tokyo = { ...nine, budgetTimeZone: 'Asia/Tokyo' };
    expect(columns(tokyo)).toEqual({ anchor: at('00'), zone: 'Asia/Tokyo' });
    expect(columns(nine)).toEqual({ anchor: at('08'), zone: 'Europe/Berlin' });
    expect(columns(nine, null, 'America/New_York')).toEqual({ anchor: at('14'), zone: 'America/New_York' });
  });

  it('stay where nothing is said of them, or what they are', () => {
    for (const same of [{}, { budgetDuration: '1d' }, { budgetTimeZone: 'Europe/Berlin' }, BEFORE])
      expect(windowColumns(same, BEFORE, { now: NOW, timeZone: 'UTC' })).toEqual({});
  });

  it('follow the calendar again when the length or the zone changes', () => {
    expect(columns({ budgetDuration: '1mo' })).toEqual({ anchor: '2026-10-31T23:00:00.000Z', zone: 'Europe/Berlin' });
    expect(columns({ budgetTimeZone: 'Asia/Tokyo' })).toEqual({
      anchor: '2026-11-24T15:00:00.000Z',
      zone: 'Asia/Tokyo',
    });
    expect(columns({ budgetTimeZone: null })).toEqual({ anchor: '2026-11-25T00:00:00.000Z', zone: 'UTC' });
    expect(columns({ budgetDuration: null })).toEqual({ anchor: null, zone: 'Europe/Berlin' });
  });

  it('take another anchor without anything else, and lose it with null', () => {
    const anchor = { anchor: '2026-11-20T09:30:00.000Z', zone: 'Europe/Berlin' };
    expect(columns({ budgetDuration: '1d', budgetAnchor: Date.parse('2026-11-20T09:30:00Z') })).toEqual(anchor);
    expect(columns({ budgetAnchor: null })).toEqual({ anchor: '2026-11-24T23:00:00.000Z', zone: 'Europe/Berlin' });
  });
});
