import type { BudgetWindow, LimitedScope } from '@tollgate/canonical';
import { alignAnchor } from './compute-window.js';
import { ANSWER_NANO, endOf, granted, open, refused } from './limiter-harness.contract.js';
import { attemptAsk, BOUND, STARTED_AT } from './test-doubles.js';

const at = (text: string): number => Date.parse(text);

/** The last second of a window, and the end of the one after it. */
const EDGES: readonly (readonly [string, Omit<BudgetWindow, 'anchor'>, string, string])[] = [
  ['a day of 25 hours', { duration: '1d', timeZone: 'Europe/Berlin' }, '2026-10-25T22:59:59Z', '2026-10-26T23:00:00Z'],
  ['a day of 23 hours', { duration: '1d', timeZone: 'Europe/Berlin' }, '2026-03-29T21:59:59Z', '2026-03-30T22:00:00Z'],
  [
    'a day of 25 hours',
    { duration: '1d', timeZone: 'America/New_York' },
    '2026-11-02T04:59:59Z',
    '2026-11-03T05:00:00Z',
  ],
  [
    'a day of 23 hours',
    { duration: '1d', timeZone: 'America/New_York' },
    '2026-03-09T03:59:59Z',
    '2026-03-10T04:00:00Z',
  ],
  ['a week', { duration: '7d', timeZone: 'America/New_York' }, '2026-11-02T04:59:59Z', '2026-11-09T05:00:00Z'],
  ['a month', { duration: '30d', timeZone: 'Europe/Berlin' }, '2027-02-28T22:59:59Z', '2027-03-31T22:00:00Z'],
];

describe('Limiter: the edge of a window', () => {
  it.each(EDGES)(
    'of %s (%p): a call belongs to where it began, and what came before it counts no more',
    async (_name, window, last, nextEnd) => {
      const opened = open();
      const budgetWindow = {
        ...window,
        anchor: alignAnchor(window.duration, window.timeZone, at('2026-01-15T12:00:00Z')),
      };
      const scope: LimitedScope = { scope: 'key', id: 'key-1', limits: { maxBudget: ANSWER_NANO, budgetWindow } };
      const ask = () => attemptAsk(opened.clock, { scopes: [scope], bound: { ...BOUND, clientLimit: 10 } });
      opened.clock.advance(at(last) - STARTED_AT);
      const first = await granted(opened, ask());
      opened.clock.advance(1_000);
      const second = await granted(opened, ask());
      expect([first, second].map(({ counters }) => counters[0]?.window)).toEqual([
        { start: expect.any(Number) as number, end: at(last) + 1_000 },
        { start: at(last) + 1_000, end: at(nextEnd) },
      ]);
      for (const reservation of [first, second]) {
        opened.limiter.settle(reservation, endOf(reservation, ANSWER_NANO), true);
        const [counter] = reservation.counters;
        expect(counter && (await opened.store.read(counter)).settled).toBe(ANSWER_NANO);
      }
      const reset_at = nextEnd.replace('T', ' ').replace('Z', ' UTC');
      expect(await refused(opened, ask())).toMatchObject({ code: 'budget_exceeded', headers: { reset_at } });
    },
  );
});
