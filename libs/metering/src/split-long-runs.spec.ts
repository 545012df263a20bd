import fc from 'fast-check';
import { splitLongRuns } from './split-long-runs.js';

describe('splitLongRuns', () => {
  it('loses no character and cuts no surrogate pair', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom('a'.repeat(300), '好'.repeat(700), ' '.repeat(600), '😀'.repeat(300), '!?'.repeat(400)),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (value) => {
        const pieces = splitLongRuns(value);
        expect(pieces.join('')).toBe(value);
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(value.isWellFormed());
      }),
    );
  });

  it('leaves ordinary text in one piece', () => {
    expect(splitLongRuns('The quick brown fox. '.repeat(500))).toHaveLength(1);
  });
});
