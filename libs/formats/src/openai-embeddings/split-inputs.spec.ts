import fc from 'fast-check';
import { splitInputs } from './split-inputs.js';

const item = fc.oneof(fc.string({ maxLength: 20 }), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }));

describe('splitInputs', () => {
  it('loses, repeats and reorders nothing, and keeps both limits', () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (inputs, inputsMax) => {
          const batches = splitInputs(inputs, { inputsMax, tokensMax: 40 });
          expect(batches.flat()).toEqual(inputs);
          for (const batch of batches) {
            const tokens = batch.reduce(
              (sum, one) => sum + (typeof one === 'string' ? Buffer.byteLength(one) : one.length),
              0,
            );
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(inputsMax);
            expect(tokens <= 40 || batch.length === 1).toBe(true);
          }
        },
      ),
    );
  });

  it('makes one batch of what fits, and of anything where no limit is known', () => {
    expect(splitInputs(['a', 'b'], { inputsMax: 2, tokensMax: 2 })).toEqual([['a', 'b']]);
    expect(splitInputs(['a', 'b', 'c'], {})).toEqual([['a', 'b', 'c']]);
  });

  it('sends an input that is too long by itself alone, cut nowhere', () => {
    expect(splitInputs(['a', 'bbbb', 'c'], { tokensMax: 2 })).toEqual([['a'], ['bbbb'], ['c']]);
  });
});
