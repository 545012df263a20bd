import { OUTPUT_RATE_MAX, SURPLUS_TOKENS_MAX, TargetExperience } from './target-experience.js';

describe('TargetExperience', () => {
  it('expects what was counted until a deployment has shown otherwise', () => {
    const experience = new TargetExperience();
    expect(experience.inputOf('d', 100)).toBe(100);
    expect(experience.outputRateOf('d')).toEqual({});
  });

  it('adds what a provider puts before a short prompt, and does not multiply a long one by it', () => {
    const experience = new TargetExperience();
    experience.observe('d', 1_005, 5, 10, 1_000);
    expect(experience.inputOf('d', 5)).toBe(1_005);
    expect(experience.inputOf('d', 100_000)).toBe(101_000);
  });

  it('multiplies by what long prompts have shown, and comes to rest there however often it is seen', () => {
    const experience = new TargetExperience();
    for (let time = 0; time < 200; time += 1) experience.observe('d', 1_200, 1_000, 10, 1_000);
    expect(experience.inputOf('d', 1_000)).toBe(1_200);
  });

  it('never expects less than was counted', () => {
    const experience = new TargetExperience();
    experience.observe('d', 1, 10, 1, 1_000);
    experience.observe('d', 100, 1_000, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.inputOf('d', 1_000)).toBe(1_000);
  });

  it('forgets an odd answer in time', () => {
    const experience = new TargetExperience();
    experience.observe('d', 10_010, 10, 1, 1_000);
    for (let time = 0; time < 500; time += 1) experience.observe('d', 10, 10, 1, 1_000);
    expect(experience.inputOf('d', 10)).toBeLessThan(20);
  });

  it('learns nothing from a report that no context window holds', () => {
    const experience = new TargetExperience();
    experience.observe('d', 2_000_000_000, 10, 2_000_000_000, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10);
    expect(experience.outputRateOf('d')).toEqual({});
  });

  it('learns no more than a model can do from any other', () => {
    const experience = new TargetExperience();
    experience.observe('d', 9_000_000, 10, 9_000_000, 1_000);
    expect(experience.inputOf('d', 10)).toBe(10 + SURPLUS_TOKENS_MAX);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: OUTPUT_RATE_MAX });
    const long = new TargetExperience();
    long.observe('d', 9_000_000, 1_000, 1, 1_000);
    expect(long.inputOf('d', 1_000)).toBe(1_000 + SURPLUS_TOKENS_MAX);
    expect(long.inputOf('d', 1_000_000)).toBe(1_000_000 + SURPLUS_TOKENS_MAX);
  });

  it('takes no rate of thousands from an answer that came at once', () => {
    const experience = new TargetExperience();
    experience.observe('d', 10, 10, 50, 0.1);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 50 });
    experience.observe('d', 10, 10, 4_000, 10_000);
    expect(experience.outputRateOf('d')).toEqual({ outputRate: 400 });
  });
});
