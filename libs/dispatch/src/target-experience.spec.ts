import {
  HALF_LIFE_MS,
  OUTPUT_RATE_MAX,
  OVERHEAD_TOKENS_MAX,
  SUBJECTS_MAX,
  TargetExperience,
} from './target-experience.js';
import { ManualClock } from '../../../test/support/time/index.js';

function setUp() {
  const clock = new ManualClock();
  return { clock, experience: new TargetExperience(clock) };
}

describe('TargetExperience', () => {
  it('expects what was counted until a subject has shown otherwise', () => {
    const { experience } = setUp();
    expect(experience.inputOf('d', 100)).toBe(100);
    expect(experience.outputRateOf('d')).toEqual({});
  });

  it('adds a template around a short prompt, and does not multiply a long one by it', () => {
    const { experience } = setUp();
    experience.observe('d', 105, 5, 10, 1_000);
    expect(experience.inputOf('d', 5)).toBe(105);
    expect(experience.inputOf('d', 100_000)).toBe(100_100);
  });

  it('multiplies by what long prompts have shown, and comes to rest there however often it is seen', () => {
    const { experience } = setUp();
    for (let time = 0; time < 200; time += 1) experience.observe('d', 1_200, 1_000, 10, 1_000);
    expect(experience.inputOf('d', 1_000)).toBe(1_200);
  });

  it('never expects less than was counted', () => {
    const { experience } = setUp();
    experience.observe('d', 1, 10, 1, 1_000);
    experience.observe('d', 100, 1_000, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.inputOf('d', 1_000)).toBe(1_000);
  });

  it('forgets an odd answer by others', () => {
    const { experience } = setUp();
    experience.observe('d', 10_010, 10, 1, 1_000);
    for (let time = 0; time < 400; time += 1) experience.observe('d', 10, 10, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
  });

  it('forgets it by time alone, so that nobody is kept from calling by what only calls could mend', () => {
    const { experience, clock } = setUp();
    experience.observe('d', 110, 10, 400, 1_000);
    experience.observe('long', 3_000, 1_000, 400, 1_000);
    clock.advance(HALF_LIFE_MS);
    expect(experience.inputOf('d', 10)).toBe(60);
    expect(experience.inputOf('long', 1_000)).toBe(2_000);
    clock.advance(HALF_LIFE_MS * 20);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.inputOf('long', 1_000)).toBe(1_000);
    // of a rate nothing is known to be less than it was
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 400 });
  });

  it('learns nothing of inputs where nobody could count, and the rate all the same', () => {
    const { experience } = setUp();
    experience.observe('d', 60_000, undefined, 300, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 300 });
  });

  it('keeps each subject’s own, and of those that come without end the latest', () => {
    const { experience } = setUp();
    experience.observe('d', 20, 10, 1, 1_000);
    expect(experience.inputOf('e', 10)).toBe(10);
    for (let other = 1; other < SUBJECTS_MAX; other += 1) experience.observe(`other-${other}`, 20, 10, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBe(20);
    experience.observe('last', 20, 10, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
  });

  it('learns nothing from a report that no context window holds', () => {
    const { experience } = setUp();
    experience.observe('d', 2_000_000_000, 10, 2_000_000_000, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.outputRateOf('d')).toEqual({});
  });

  it('learns no more than counting can miss and a model can do from any other', () => {
    const { experience } = setUp();
    experience.observe('d', 9_000_000, 10, 9_000_000, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10 + OVERHEAD_TOKENS_MAX);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: OUTPUT_RATE_MAX });
    experience.observe('long', 9_000_000, 1_000, 1, 1_000);
    expect(experience.inputOf('long', 1_000)).toBe(1_000 + OVERHEAD_TOKENS_MAX);
    expect(experience.inputOf('long', 1_000_000)).toBe(1_000_000 + OVERHEAD_TOKENS_MAX);
    experience.observe('dense', 4_000, 1_000, 1, 1_000);
    expect(experience.inputOf('dense', 1_000)).toBe(4_000);
  });

  it('takes no rate of thousands from an answer that came at once', () => {
    const { experience } = setUp();
    experience.observe('d', 10, 10, 50, 0.1);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 50 });
    experience.observe('d', 10, 10, 4_000, 10_000);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 400 });
  });
});
