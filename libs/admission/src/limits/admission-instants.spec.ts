import { AdmissionInstants } from './admission-instants.js';
import { FakeClock } from './test-doubles.js';

describe('AdmissionInstants', () => {
  it('never goes back when the clock is set back', () => {
    const clock = new FakeClock();
    const instants = new AdmissionInstants(clock);
    const first = instants.next();
    clock.advance(-5000);
    expect(instants.next()).toBe(first);
    clock.advance(6000);
    expect(instants.next()).toBe(first + 1000);
  });
});
