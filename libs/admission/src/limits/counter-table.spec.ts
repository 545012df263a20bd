import type { CounterKey } from './counter-store.port.js';
import { CounterTable } from './counter-table.js';
import { FakeProgress, STARTED_AT } from './test-doubles.js';
import { ManualClock } from '../../../../test/support/time/index.js';

const MINUTE_MS = 60_000;

describe('CounterTable', () => {
  it('finds the window of now without passing all that are over, which stay long where counters are many', () => {
    const clock = new ManualClock(STARTED_AT);
    const table = new CounterTable(clock, new FakeProgress(), 200_000);
    for (let key = 0; key < 2_000; key += 1)
      table.acquire([{ scope: 'key', id: `quiet-${key}`, kind: 'money', window: { start: 0 } }]);
    for (let minute = 0; minute < 500; minute += 1) {
      clock.advance(MINUTE_MS);
      table.acquire([minuteOf(clock.now())]);
    }
    let looks = 0;
    const { window, ...now } = minuteOf(clock.now());
    const found = table.find({
      ...now,
      get window() {
        looks += 1;
        return window;
      },
    });
    expect(found?.counter.window).toEqual(window);
    expect(looks).toBeLessThan(5);
  });
});

function minuteOf(start: number): CounterKey {
  return { scope: 'key', id: 'busy', kind: 'requests', window: { start, end: start + MINUTE_MS } };
}
