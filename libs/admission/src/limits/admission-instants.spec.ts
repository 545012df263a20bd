import { AdmissionInstants } from './admission-instants.js';
import { STARTED_AT } from './test-doubles.js';
import { ManualClock } from '../../../../test/support/time/index.js';

describe('AdmissionInstants', () => {
  it('never goes back when the clock is set back', () => {
    const clock = new ManualClock(STARTED_AT);
    const instants = new AdmissionInstants(clock);
    const first = instants.next();
    clock.advance(-5000);
    expect(instants.next()).toBe(first);
    clock.advance(6000);
    expect(instants.next()).toBe(first + 1000);
  });
});
