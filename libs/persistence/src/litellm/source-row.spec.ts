import { computeWindow } from '@tollgate/admission';
import { instantOf, SourceRow } from './source-row.js';

const at = (text: string): number => Date.parse(text);

describe('SourceRow', () => {
  it.each([
    ['30d', '2026-12-01T00:00:00', '2026-11-20T10:00:00Z'],
    ['1mo', '2026-12-15T06:30:00', '2026-12-01T10:00:00Z'],
    ['7d', '2026-11-30T00:00:00', '2026-11-26T10:00:00Z'],
    ['1d', '2026-11-27T00:00:00', '2026-11-26T10:00:00Z'],
    ['5h', '2026-11-26T11:17:03.250', '2026-11-26T10:00:00Z'],
  ])('counts windows of %s so that the running one ends where LiteLLM’s does, at %s', (duration, reset, now) => {
    const { budget_anchor: anchor } = new SourceRow({ budget_duration: duration, budget_reset_at: reset }).limits(
      'UTC',
    );
    const window = { duration, anchor: instantOf(anchor) ?? 0, timeZone: 'UTC' };
    expect(computeWindow(window, at(now)).end).toBe(at(`${reset}Z`));
  });

  it('gives the same anchor after LiteLLM has gone on to the next window', () => {
    const anchorOf = (reset: string) =>
      new SourceRow({ budget_duration: '7d', budget_reset_at: reset }).limits('Europe/Berlin')['budget_anchor'];
    expect(anchorOf('2026-12-07T00:00:00')).toBe(anchorOf('2026-11-30T00:00:00'));
  });

  it.each([
    ['1d', '2026-10-24T22:00:00', '2026-10-25T23:00:00Z'],
    ['7d', '2026-10-18T22:00:00', '2026-10-25T23:00:00Z'],
    ['30d', '2026-09-30T22:00:00', '2026-10-31T23:00:00Z'],
    ['1mo', '2026-10-15T04:30:00', '2026-11-15T05:30:00Z'],
    ['30m', '2026-10-25T00:15:00', '2026-10-25T00:45:00Z'],
  ])('follows the clocks of the zone when they change: a window of %s after %s ends at %s', (duration, reset, end) => {
    const row = new SourceRow({ budget_duration: duration, budget_reset_at: reset });
    const { budget_anchor: anchor, budget_time_zone: timeZone } = row.limits('Europe/Berlin');
    expect(timeZone).toBe('Europe/Berlin');
    const window = { duration, anchor: instantOf(anchor) ?? 0, timeZone: 'Europe/Berlin' };
    expect(computeWindow(window, at(`${reset}Z`))).toEqual({ start: at(`${reset}Z`), end: at(end) });
  });

  it('takes a limit that no counter can hold, or below zero, to the nearest that can, and says so', () => {
    const row = new SourceRow({ max_budget: 1e12, soft_budget: -1 });
    expect([row.limit('max_budget'), row.limit('soft_budget')]).toEqual([9_007_199_000_000_000, 0]);
    expect(row.notes).toEqual([
      'max_budget of 1000000000000 dollars became 9007199',
      'soft_budget of -1 dollars became 0',
    ]);
  });

  it('says what it makes of counts and spend that are below zero, and of what is no number', () => {
    const row = new SourceRow({ rpm_limit: -1, tpm_limit: 5, spend: -2, max_budget: 'NaN', soft_budget: 'Infinity' });
    expect([row.count('rpm_limit'), row.count('tpm_limit'), row.spent('spend'), row.spent('spend')]).toEqual([
      0,
      5,
      0n,
      0n,
    ]);
    expect([row.limit('max_budget'), row.limit('soft_budget')]).toEqual([null, null]);
    expect(row.notes).toEqual([
      'rpm_limit of -1 became 0',
      'spend of -2 dollars became 0',
      'max_budget of NaN: taken as none',
      'soft_budget of Infinity: taken as none',
    ]);
    const endless = new SourceRow({ spend: 'Infinity', rpm_limit: 'Infinity' });
    expect([endless.spent('spend'), endless.count('rpm_limit')]).toEqual([9_007_199_000_000_000n, null]);
    expect(endless.notes).toEqual(['spend of Infinity dollars became 9007199', 'rpm_limit of Infinity: taken as none']);
  });

  it('never resets a budget whose duration means nothing, and says so', () => {
    const row = new SourceRow({ budget_duration: 'monthly', max_budget: 1 });
    expect(row.limits('UTC')).toMatchObject({
      max_budget_nano: 1_000_000_000,
      budget_duration: null,
      budget_anchor: null,
    });
    expect(row.notes).toEqual(['budget_duration "monthly" is no duration: its budget never resets']);
  });

  it('reads instants without a zone as UTC', () => {
    expect(instantOf('2026-11-26T10:00:00.5')).toBe(at('2026-11-26T10:00:00.500Z'));
    expect(instantOf('2026-11-26T10:00:00+02:00')).toBe(at('2026-11-26T08:00:00Z'));
    expect(instantOf('soon')).toBeNull();
  });

  it('reads objects that LiteLLM wrote as text', () => {
    expect(new SourceRow({ a: '{"x":1}', b: '[1]', c: '{' }).object('a')).toEqual({ x: 1 });
    expect(new SourceRow({ b: '[1]' }).object('b')).toEqual({});
  });

  it('takes several budgets at once, as JSON and as text of it, and says what of them is no budget or not known', () => {
    const day = { budget_duration: '1d', max_budget: 5 };
    const limits = [
      { ...day, reset_at: '2026-11-27T00:00:00' },
      { budget_duration: 'soon', max_budget: 1 },
    ];
    const row = new SourceRow({ budget_limits: limits });
    expect(row.budgetLimits()).toEqual([day]);
    expect(row.notes).toEqual([
      'budget_limits: {"budget_duration":"soon","max_budget":1} is no budget of a window: left out',
      'budget_limits: LiteLLM does not store what was spent in their windows',
    ]);
    expect(new SourceRow({ budget_limits: JSON.stringify([day]) }).budgetLimits()).toEqual([day]);
    for (const none of [null, [], '[', {}]) expect(new SourceRow({ budget_limits: none }).budgetLimits()).toBeNull();
  });
});
