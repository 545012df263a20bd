import { BREACH_MS, OutputExperience, type OutputSubject, SUBJECTS_MAX } from './output-experience.js';
import { ManualClock } from '../../../../test/support/time/index.js';

const MODEL: OutputSubject = { deploymentId: 'wild', upstreamModel: 'a' };
const NEIGHBOUR: OutputSubject = { deploymentId: 'wild', upstreamModel: 'b' };

function setUp() {
  const clock = new ManualClock();
  return { clock, experience: new OutputExperience(clock) };
}

describe('OutputExperience', () => {
  it('knows the mean output of each model beneath a wildcard, and takes 250 until then', () => {
    const { experience } = setUp();
    experience.observe(MODEL, 1_000, undefined, 1);
    experience.observe(MODEL, 2_000, undefined, 1);
    expect(experience.meanOf(MODEL)).toBe(1_100);
    expect(experience.meanOf(NEIGHBOUR)).toBe(250);
  });

  it.each([
    [50, 1, 51, false],
    [50, 1, 52, true],
    [50, 3, 153, false],
    [50, 3, 154, true],
    [1_000, 1, 1_010, false],
    [1_000, 1, 1_011, true],
  ])('of a limit of %d and %d choices, %d tokens in all are a breach: %s', (limit, choices, output, breach) => {
    const { experience } = setUp();
    experience.observe(MODEL, output, limit, choices);
    expect(experience.ignoresLimit(MODEL)).toBe(breach);
  });

  it('holds a breach against the model that made it and no other', () => {
    const { experience } = setUp();
    experience.observeOverrun(MODEL);
    expect(experience.ignoresLimit(MODEL)).toBe(true);
    expect(experience.ignoresLimit(NEIGHBOUR)).toBe(false);
    expect(experience.ignoresLimit({ ...MODEL, deploymentId: 'other' })).toBe(false);
  });

  it('holds it whatever comes after, and an hour long', () => {
    const { experience, clock } = setUp();
    experience.observeOverrun(MODEL);
    for (let time = 0; time < 100; time += 1) experience.observe(MODEL, 5, 10, 1);
    clock.advance(BREACH_MS - 1);
    expect(experience.ignoresLimit(MODEL)).toBe(true);
    clock.advance(1);
    expect(experience.ignoresLimit(MODEL)).toBe(false);
  });

  it('keeps a breach while any number of invented names answer well', () => {
    const { experience } = setUp();
    experience.observeOverrun(MODEL);
    for (let name = 0; name <= SUBJECTS_MAX; name += 1)
      experience.observe({ ...MODEL, upstreamModel: `x${name}` }, 5, 10, 1);
    expect(experience.ignoresLimit(MODEL)).toBe(true);
    expect(experience.meanOf({ ...MODEL, upstreamModel: 'x0' })).toBe(250);
  });
});
